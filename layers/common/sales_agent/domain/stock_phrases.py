"""The fixed sentences of the model that quotes, in the visitor's language."""

GREETING = {
    "en": "Hello! What would you like to know?",
    "de": "Hallo! Was möchten Sie wissen?",
    "es": "¡Hola! ¿Qué le gustaría saber?",
    "fr": "Bonjour ! Que souhaitez-vous savoir ?",
}
HOW_ARE_YOU = {
    "en": "Thank you for asking! I am an AI assistant, always ready. What would you like to know?",
    "de": "Danke der Nachfrage! Ich bin ein KI-Assistent und immer bereit. Was möchten Sie wissen?",
    "es": "¡Gracias por preguntar! Soy un asistente de IA, siempre listo. ¿Qué le gustaría saber?",
    "fr": "Merci de demander ! Je suis un assistant IA, toujours prêt. Que souhaitez-vous savoir ?",
}
THANKS = {
    "en": "You are welcome! Is there anything else you would like to know?",
    "de": "Gern geschehen! Möchten Sie noch etwas wissen?",
    "es": "¡De nada! ¿Le gustaría saber algo más?",
    "fr": "Avec plaisir ! Souhaitez-vous savoir autre chose ?",
}
BYE = {
    "en": "Goodbye, and thank you for your visit!",
    "de": "Auf Wiedersehen und danke für Ihren Besuch!",
    "es": "¡Hasta luego y gracias por su visita!",
    "fr": "Au revoir et merci de votre visite !",
}
IDENTITY = {
    "en": "I am an AI assistant, not a person. I answer from this website and can pass you on to our team.",
    "de": "Ich bin ein KI-Assistent, kein Mensch. Ich antworte mit dem, was auf dieser Website steht, und kann Sie an "
    "unser Team weiterleiten.",
    "es": "Soy un asistente de IA, no una persona. Respondo con lo que dice este sitio web y puedo ponerle en contacto "
    "con nuestro equipo.",
    "fr": "Je suis un assistant IA, pas une personne. Je réponds à partir de ce site et je peux transmettre votre "
    "demande à notre équipe.",
}
HELP = {
    "en": "Gladly. Ask me about our products, prices or terms; I answer from this website.",
    "de": "Gerne. Fragen Sie mich nach unseren Produkten, Preisen oder Bedingungen; ich antworte aus dieser Website.",
    "es": "Con gusto. Pregúnteme por nuestros productos, precios o condiciones; respondo con este sitio web.",
    "fr": "Volontiers. Interrogez-moi sur nos produits, nos prix ou nos conditions ; je réponds à partir de ce site.",
}
MY_DATA = {
    "en": "You decide about your data: open the menu at the top of this chat and choose “Delete my data” or "
    "“Download my data”.",
    "de": "Über Ihre Daten entscheiden Sie: Öffnen Sie oben im Chat das Menü und wählen Sie „Meine Daten löschen“ oder "
    "„Meine Daten herunterladen“.",
    "es": "Usted decide sobre sus datos: abra el menú en la parte superior del chat y elija «Borrar mis datos» o "
    "«Descargar mis datos».",
    "fr": "Vous décidez de vos données : ouvrez le menu en haut du chat et choisissez « Supprimer mes données » ou "
    "« Télécharger mes données ».",
}
LEFT_ALONE = {
    "mail": {
        "en": "All right: you will get no e-mail from us about this conversation.",
        "de": "In Ordnung: Sie erhalten zu diesem Gespräch keine E-Mail von uns.",
        "es": "De acuerdo: no recibirá ningún correo nuestro sobre esta conversación.",
        "fr": "D'accord : vous ne recevrez pas d'e-mail de notre part au sujet de cette conversation.",
    },
    "call": {
        "en": "All right: our team will not call you.",
        "de": "In Ordnung: Unser Team ruft Sie nicht an.",
        "es": "De acuerdo: nuestro equipo no le llamará.",
        "fr": "D'accord : notre équipe ne vous appellera pas.",
    },
    "contact": {
        "en": "All right: you will get no e-mail and no call from us about this conversation.",
        "de": "In Ordnung: Sie erhalten zu diesem Gespräch weder E-Mails noch Anrufe von uns.",
        "es": "De acuerdo: no recibirá ni correos ni llamadas nuestras sobre esta conversación.",
        "fr": "D'accord : vous ne recevrez ni e-mail ni appel de notre part au sujet de cette conversation.",
    },
}
OK = {
    "en": "Good. What else would you like to know?",
    "de": "Gut. Was möchten Sie noch wissen?",
    "es": "Bien. ¿Qué más le gustaría saber?",
    "fr": "Bien. Que souhaitez-vous savoir d'autre ?",
}
NO = {
    "en": "No problem. Is there anything else you would like to know?",
    "de": "Kein Problem. Möchten Sie noch etwas wissen?",
    "es": "No hay problema. ¿Le gustaría saber algo más?",
    "fr": "Pas de problème. Souhaitez-vous savoir autre chose ?",
}
UNCLEAR = {
    "en": "I did not quite understand that. What would you like to know?",
    "de": "Das habe ich nicht ganz verstanden. Was möchten Sie wissen?",
    "es": "No lo he entendido bien. ¿Qué le gustaría saber?",
    "fr": "Je n'ai pas bien compris. Que souhaitez-vous savoir ?",
}
GLADLY = {
    "en": "Gladly.",
    "de": "Sehr gerne.",
    "es": "Con mucho gusto.",
    "fr": "Volontiers.",
}
NOTED = {
    "en": "Thank you, I have noted that.",
    "de": "Danke, das habe ich notiert.",
    "es": "Gracias, lo he anotado.",
    "fr": "Merci, c'est noté.",
}
ANYTHING_ELSE = {
    "en": "Is there anything you would like to know?",
    "de": "Möchten Sie etwas wissen?",
    "es": "¿Le gustaría saber algo?",
    "fr": "Souhaitez-vous savoir quelque chose ?",
}
HAND_OVER = {
    "en": "Of course, our team will gladly talk with you.",
    "de": "Natürlich, unser Team spricht gerne mit Ihnen.",
    "es": "Por supuesto, nuestro equipo hablará con usted con mucho gusto.",
    "fr": "Bien sûr, notre équipe se fera un plaisir de vous parler.",
}
CLOSEST = {
    "en": "The website does not answer this directly. The closest I found:",
    "de": "Die Website beantwortet das nicht direkt. Am nächsten kommt:",
    "es": "El sitio web no responde a esto directamente. Lo más cercano que encontré:",
    "fr": "Le site ne répond pas directement à cela. Ce qui s'en rapproche le plus :",
}
UNKNOWN = {
    "en": "The website does not say anything about this.",
    "de": "Dazu sagt die Website nichts.",
    "es": "El sitio web no dice nada al respecto.",
    "fr": "Le site ne dit rien à ce sujet.",
}
PASS_ON = {
    "en": "I can pass your question on to our team: what is your e-mail address?",
    "de": "Ich gebe Ihre Frage gerne an unser Team weiter: Wie lautet Ihre E-Mail-Adresse?",
    "es": "Puedo pasar su pregunta a nuestro equipo: ¿cuál es su correo electrónico?",
    "fr": "Je peux transmettre votre question à notre équipe : quelle est votre adresse e-mail ?",
}
PASSED_ON = {
    "en": "I am passing your question on to our team.",
    "de": "Ich gebe Ihre Frage an unser Team weiter.",
    "es": "Paso su pregunta a nuestro equipo.",
    "fr": "Je transmets votre question à notre équipe.",
}
ASK = {
    "customer_name": {
        "en": "May I ask your name?",
        "de": "Darf ich nach Ihrem Namen fragen?",
        "es": "¿Puedo preguntarle su nombre?",
        "fr": "Puis-je vous demander votre nom ?",
    },
    "email": {
        "en": "What is your e-mail address, so that our team can reach you?",
        "de": "Wie lautet Ihre E-Mail-Adresse, damit unser Team Sie erreichen kann?",
        "es": "¿Cuál es su correo electrónico, para que nuestro equipo pueda contactarle?",
        "fr": "Quelle est votre adresse e-mail, pour que notre équipe puisse vous joindre ?",
    },
    "phone": {
        "en": "What is your phone number, in case our team wants to call you?",
        "de": "Wie lautet Ihre Telefonnummer, falls unser Team Sie anrufen möchte?",
        "es": "¿Cuál es su número de teléfono, por si nuestro equipo quiere llamarle?",
        "fr": "Quel est votre numéro de téléphone, si notre équipe souhaite vous appeler ?",
    },
    "company": {
        "en": "Which company are you with?",
        "de": "Für welches Unternehmen arbeiten Sie?",
        "es": "¿Con qué empresa trabaja?",
        "fr": "Pour quelle entreprise travaillez-vous ?",
    },
    "industry": {
        "en": "Which industry are you in?",
        "de": "In welcher Branche sind Sie tätig?",
        "es": "¿En qué sector trabaja?",
        "fr": "Dans quel secteur travaillez-vous ?",
    },
}
ASK_OTHER = {
    "en": "May I ask your {field}?",
    "de": "Darf ich nach Folgendem fragen: {field}?",
    "es": "¿Puedo preguntarle por lo siguiente: {field}?",
    "fr": "Puis-je vous demander ceci : {field} ?",
}
