# Noms sur les billets : demandés pour certains concerts, corrigés avant le concert.

## À l’achat et sur la page de la commande
attendees-title = Qui vient ?
attendees-optional = Vous pouvez mettre un nom sur chaque billet : il y est imprimé, et l’entrée le retrouve.
attendees-required = Ce concert demande un nom sur chaque billet : il y est imprimé, et l’entrée le retrouve.
attendees-kept = Ces noms sont gardés jusqu’à six mois après le concert. Prévenez les personnes que vous nommez : elles ont les mêmes droits que vous.
attendees-more = Ce qui est fait de ces noms
attendee-place = Billet { $place }
attendee-me = Ce billet est pour moi
attendee-name = Prénom et nom
attendee-email-add = Ajouter son adresse e-mail, billet { $place }
attendee-email = Son adresse e-mail
attendee-email-hint = Ni billet ni publicité n’y est envoyé ; on n’y écrit que pour une demande de cette personne, ou si ses données sont en danger. Elle permet à cette personne de demander elle-même ses données ou leur effacement.
attendee-erased = nom effacé
attendee-restricted = nom gelé à la demande de la personne
ticketing-fault-attendee-name = Billet { $place } : indiquez un nom.
order-names = Corriger les noms sur les billets
order-names-text = Jusqu’au concert. Les billets téléchargés ensuite portent les nouveaux noms.
order-names-save = Enregistrer les noms
order-names-saved = Les noms sont enregistrés. Téléchargez à nouveau les billets pour les avoir à jour.

## Dans l’espace de gestion
bo-attendee = Au nom de
bo-field-names = Demander le nom de chaque spectateur
bo-field-names-hint = La personne qui achète verra un champ par billet, avec une adresse e-mail facultative. Les noms sont imprimés sur les billets, montrés à l’entrée et gardés jusqu’à six mois après le concert. Ne les demandez que s’ils vous servent.
bo-names-word = { $asked ->
    [optional] Facultatif : un nom peut être donné
    [required] Obligatoire : un nom par billet
   *[none] Ne pas demander
}
bo-names = Corriger les noms sur les billets
bo-names-text = Seules la personne qui a acheté et votre équipe peuvent les changer, jusqu’au concert. Un nom effacé à la demande de la personne ne se remet pas.
bo-fault-names-closed = Les noms de cette commande ne se changent plus : le concert a commencé, ou il n’en demande pas.
door-booked-by = Commande de { $name }
csv-attendee = Spectateur

## L’inventaire en mots
treatment-attendees-title = Noms des spectateurs
treatment-attendees-purpose = Pour les concerts qui le demandent, mettre sur chaque billet le nom de la personne qui vient et la retrouver à l’entrée. Les noms sont donnés par la personne qui achète les places.
subject-attendee = spectateurs pour qui une autre personne a acheté
required-attendee-name = Seulement si le concert le demande : sans nom, ce billet n’est pas vendu.
legal-commandes-names = pour les concerts qui le demandent, le nom de chaque spectateur et, si elle est donnée, son adresse e-mail, indiqués par la personne qui achète ;
table-attendee = Places à votre nom, ou que vous avez prises pour d’autres
table-attendee-restriction = Gel de vos données
table-concert = Le concert
