# Les textes juridiques, côté équipe.
bo-nav-notice = Mentions
legal-desk-title = Mentions, conditions et accessibilité
legal-desk-lead = Ces textes s’écrivent d’eux-mêmes, à partir de vos réglages et de ce que le logiciel fait. Vous pouvez y ajouter vos propres mots.
legal-desk-missing =
    { $count ->
        [one] Il manque une information que tout site doit donner
       *[other] Il manque { $count } informations que tout site doit donner
    }
legal-desk-texts = Textes
legal-desk-explained = Ce que vous ajoutez se place à la fin de chaque partie, en texte simple, { $count } signes au plus par langue. Ce qui est généré ne peut pas être retiré : la loi et les faits l’exigent.
legal-desk-pending = à publier
legal-desk-french = En français
legal-desk-english = En anglais
legal-desk-save = Garder comme brouillon
legal-desk-save-preview = Garder et voir le résultat
legal-desk-waiting =
    { $count ->
        [one] Une partie attend d’être publiée : voir ce qui changera
       *[other] { $count } parties attendent d’être publiées : voir ce qui changera
    }
legal-desk-at-once = Le nom, l’adresse et les autres faits des réglages paraissent dès qu’ils sont enregistrés : la loi veut qu’ils soient vrais à tout moment.
legal-desk-preview-title = Ce qui changera
legal-desk-preview-lead = Voici ce que vos visiteurs liront en plus ou en moins.
legal-desk-preview-same = Rien ne changera : le public lit déjà ce texte.
legal-desk-publish-explained = Publier crée une nouvelle version datée. L’ancienne reste lisible, et les commandes passées gardent celle qui a été lue.
legal-desk-publish = Publier cette version
legal-desk-president = La présidence publie. Votre brouillon est gardé.
legal-desk-whole = Le texte entier : { $title }
legal-desk-saved = Brouillon gardé. Le public lit encore la version publiée.
legal-desk-published = Publié. Une nouvelle version est en ligne.
legal-desk-same = Rien n’a changé : cette version était déjà en ligne.
legal-desk-changed-since = Le texte a changé depuis que vous l’avez regardé. Relisez-le avant de publier.

## Réglages
legal-desk-site = Le site
legal-desk-online-since = En ligne depuis le
legal-desk-webmaster = Conception du site
legal-desk-webmaster-hint = Facultatif : la personne ou l’atelier à créditer dans les mentions.
legal-desk-webmaster-contact = Contact pour la conception
legal-desk-webmaster-contact-hint = Adresse e-mail, site ou téléphone.
legal-desk-see = Voir et compléter les textes

## Mail : un changement important
mail-notice-subject = Ce qui change pour vos données : { $name }
mail-notice-title = Nos mentions légales changent
mail-notice-text = Vous avez des places pour { $title }, { $date }. Ce que { $name } fait de vos données change le { $since } :
mail-notice-nothing = Vos places restent valables et vous n’avez rien à faire. Si un de ces usages ne vous convient pas, répondez à ce message.
mail-notice-read = Lire le texte en vigueur :
mail-notice-compare = Voir mot à mot ce qui a changé
