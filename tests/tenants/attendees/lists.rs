//! The list at the door, on paper: whoever comes alone says their own name, and the list is by buyer.

use super::*;

#[tokio::test]
async fn a_paper_list_tells_under_whose_name_somebody_stands() {
    let scene = scene(NamesAsked::Optional).await;
    let bought = five(&scene).await;
    let page = scene.staff(&format!("/concerts/{}/liste", scene.concert.id)).await;
    let words = page.words();
    let (_, index) = words.split_once("Noms sur des billets achetés par d’autres").expect("an index");
    // By family name, as they are asked for it.
    let at = |name: &str| index.find(name).unwrap_or_else(|| panic!("{name} is not in {index}"));
    let order = ["Karim Benali", "Nino Ferrand", "Zoé Roy", "Odile Sainson"].map(at);
    assert!(order.is_sorted(), "{index}");
    assert_eq!(index.matches("Lefort Jeanne").count(), 4, "{index}");

    let file = scene.president.get(&page.link("/liste.pdf")).await.expect(200);
    let document = Document::load_mem(&file.bytes).expect("a PDF");
    let pages: Vec<u32> = document.get_pages().keys().copied().collect();
    let printed = document.extract_text(&pages).expect("its words").split_whitespace().collect::<Vec<_>>().join(" ");
    // Once beside the buyer, once in the index, with the ticket's number each time.
    assert_eq!((printed.matches("Zoé Roy").count(), printed.matches(&format!("{}002", bought.code)).count()), (2, 2), "{printed}");
    assert_eq!(printed.matches(&format!("{}001", bought.code)).count(), 1, "the buyer's own place is in the list alone: {printed}");
    scene.world.stop().await;
}
