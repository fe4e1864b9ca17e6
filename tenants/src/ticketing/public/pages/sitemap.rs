//! The list of pages that search engines may read, each in both languages (sitemaps.org).

use std::fmt::Write as _;

use kernel::{error::Result, http::Ctx, i18n::Locale};
use poem::{Request, Response, handler, web::Data};

use crate::{
    legal,
    site::{
        self,
        cache::{PageCache, Rendered},
    },
    ticketing::concerts,
};

#[handler]
pub(super) async fn show_sitemap(ctx: Ctx, cache: Data<&PageCache>, request: &Request) -> Result<Response> {
    cache
        .serve(&ctx, request, || async {
            let mut tx = ctx.begin().await?;
            let concerts = concerts::store::list(&mut tx, concerts::store::Wanted { public_only: true, ..Default::default() }).await?;
            let terms = site::store::load(&mut tx).await?.has_terms.then_some(legal::TERMS_PATH);
            drop(tx);
            let fixed = ["/", "/concerts", legal::NOTICE_PATH].into_iter().chain(terms).map(|path| (path.to_owned(), None));
            let own = concerts.iter().map(|concert| (format!("/concerts/{}", concert.slug), Some(concert.updated_at)));
            let mut xml = String::from(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n",
            );
            for (path, changed) in fixed.chain(own) {
                let address = |locale: Locale| ctx.app.config.http.absolute(&ctx.host, &locale.path(&path));
                for locale in Locale::ALL {
                    // Hosts, slugs and our own paths hold no character that XML would mind.
                    let _ = write!(xml, "<url><loc>{}</loc>", address(locale));
                    for other in Locale::ALL {
                        let _ = write!(xml, "<xhtml:link rel=\"alternate\" hreflang=\"{}\" href=\"{}\"/>", other.code(), address(other));
                    }
                    if let Some(changed) = changed {
                        let _ = write!(xml, "<lastmod>{}</lastmod>", changed.format("%Y-%m-%dT%H:%M:%SZ"));
                    }
                    xml.push_str("</url>\n");
                }
            }
            xml.push_str("</urlset>\n");
            Ok(Rendered::new("application/xml; charset=utf-8", xml))
        })
        .await
}
