export const pounds = (amount: number) => `£${amount.toLocaleString("en-GB")}`;
