# Mentions légales et conditions de vente : le cadre, non les textes.
legal-title-notice = Mentions légales
legal-title-terms = Conditions de vente
legal-updated = Mis à jour le { $date } (version { $version })
legal-contents = Sommaire
legal-earlier = Versions précédentes
legal-earlier-version = Version { $version }, du { $date }
legal-earlier-warning = Ceci est une version ancienne : elle ne s’applique plus.
