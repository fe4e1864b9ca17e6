# Le cadre des pages publiques et la page d’accueil d’une association.
nav-skip = Aller au contenu
nav-main = Menu principal
nav-footer = Pied de page
nav-agenda = Agenda
nav-other-language = English
nav-legal-notice = Mentions légales
nav-terms = Conditions de vente
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
