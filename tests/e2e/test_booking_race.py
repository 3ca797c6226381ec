"""Two visitors never get one slot, on a DynamoDB whose transactions are atomic (moto's are not)."""

from local.system import System
from sales_agent.adapters.bookings.dynamodb import DynamoBookings
from tests.bench.booking_race import CarelessBookings, agent_tables, race


def test_one_of_many_wins_and_a_careless_calendar_is_caught(running: System) -> None:
    with agent_tables(running.stack.emulator.url, "Real", "Careless") as (real, careless):
        fair = race(DynamoBookings(real), slots=10, workers=16)
        assert (set(fair.winners), fair.overlaps, fair.errors) == ({1}, 0, [])
        assert not race(CarelessBookings(careless), slots=10, workers=16).fair
