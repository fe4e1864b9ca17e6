# Le cadre des pages publiques et la page d’accueil d’une association.
nav-skip = Aller au contenu
nav-main = Menu principal
nav-footer = Pied de page
nav-agenda = Agenda
nav-other-language = English
nav-legal-notice = Mentions légales
nav-terms = Conditions de vente
nav-accessibility = Déclaration d’accessibilité
link-new-tab = nouvel onglet
footer-licence = Licence d’entrepreneur de spectacles { $licence }
footer-estrade = Site et billetterie : Estrade

home-next = Prochain concert
home-book = Réserver
home-see = Voir le concert
home-then = Et ensuite
home-whole-agenda = Tout l’agenda
home-about = { $name }
home-past = Souvenirs de saison
home-between-title = La suite se prépare
home-between-text = Le prochain programme n’est pas encore affiché : revenez bientôt.
home-between-past = En attendant, voici ce que nous avons joué.
home-between-write = Nous écrire

## TVA
vat-franchise = TVA non applicable, art. 293 B du CGI
vat-exempt = Exonération de TVA, art. 261, 7, 1° du CGI
vat-liable = TVA intracommunautaire { $number }

## Faits d’une association, saisis dans ses réglages
fault-siret = Un SIRET a quatorze chiffres, et les derniers en vérifient l’ensemble. Comparez avec l’avis de situation de l’INSEE.
fault-rna = Un numéro RNA est un W suivi de neuf chiffres. Exemple : W381000000
fault-ape = Un code APE a quatre chiffres et une lettre. Exemple : 9001Z
fault-licence = Un récépissé s’écrit PLATESV-D-2026-000001, ou L-D-20-1234 pour les plus anciens.
fault-vat-number = Un numéro de TVA français est FR suivi de onze chiffres, dont les neuf derniers sont le SIREN.
fault-postal-code = Un code postal a cinq chiffres. Exemple : 38000

## Images
fault-picture-too-heavy = Cette image dépasse 12 Mo. Réduisez-la et recommencez.
fault-picture-too-large = Cette image dépasse 40 millions de pixels. Réduisez-la et recommencez.
fault-picture-format = Choisissez une image JPEG, PNG ou WebP.
fault-picture-unreadable = Cette image est abîmée : elle ne s’ouvre pas. Essayez avec une autre copie.
