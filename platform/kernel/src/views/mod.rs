//! Pages and mails: typed contexts into the templates of `templates/`, all compiled and rendered with samples at start.

mod assets;
mod chrome;
mod environment;
mod mail;

use std::{path::PathBuf, sync::Arc};

use minijinja::{Environment, Value, context, value::Serde};
use rust_embed::RustEmbed;
use serde::Serialize;

use crate::i18n::{self, Catalogue, Locale, rendering_in};

pub use assets::Assets;
pub use chrome::{
    AssociationChrome, BackOfficeChrome, DeskAssociation, ErrorAssociation, ErrorChrome, Flash, FlashKind, PlatformChrome, PublicChrome, Staff, Switch,
};
pub use mail::{MailText, MailView, mail_entry};

/// Which frame stands around a page: decides the `chrome` its samples are rendered with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Surface {
    /// An association's public site: [`PublicChrome`].
    Public,
    /// The back office, inside an association: [`BackOfficeChrome`].
    BackOffice,
    /// The back office before an association is chosen: [`BackOfficeChrome`] without association, or even without anybody.
    Entrance,
    /// The platform's own pages: [`PlatformChrome`].
    Platform,
    /// A page that must render when nothing else can: [`ErrorChrome`].
    Error,
}

/// A page: its template and the exact context that template reads.
pub trait Page: Serialize + Send + Sync {
    /// The template's path under `templates/`.
    const TEMPLATE: &'static str;
    /// The frame around it.
    const SURFACE: Surface = Surface::Public;

    /// One value for each state the template draws differently. All of them are rendered at start, in both languages.
    fn samples() -> Vec<Self>
    where
        Self: Sized;
}

/// A page or mail as the start knows it: how to prove that it renders.
#[derive(Clone, Copy)]
pub struct PageEntry {
    templates: fn() -> Vec<String>,
    check: fn(&Views) -> Vec<String>,
}

impl PageEntry {
    /// The templates this entry claims.
    #[must_use]
    pub fn templates(&self) -> Vec<String> {
        (self.templates)()
    }
}

/// The entry of a page, for the list each slice hands to the start.
#[must_use]
pub fn entry<P: Page>() -> PageEntry {
    PageEntry { templates: || vec![P::TEMPLATE.to_owned()], check: check_page::<P> }
}

fn check_page<P: Page>(views: &Views) -> Vec<String> {
    let samples = P::samples();
    let mut faults = Vec::new();
    if samples.is_empty() {
        faults.push(format!("{} has no sample: give one for each state it draws", P::TEMPLATE));
    }
    for locale in Locale::ALL {
        for (index, sample) in samples.iter().enumerate() {
            let rendered = match P::SURFACE {
                Surface::Public => chrome::check_all(&PublicChrome::samples(locale), |chrome| views.render(locale, chrome, sample)),
                Surface::BackOffice => chrome::check_all(&BackOfficeChrome::samples(locale), |chrome| views.render(locale, chrome, sample)),
                Surface::Entrance => chrome::check_all(&BackOfficeChrome::samples_without_association(locale), |chrome| views.render(locale, chrome, sample)),
                Surface::Platform => chrome::check_all(&PlatformChrome::samples(locale), |chrome| views.render(locale, chrome, sample)),
                Surface::Error => chrome::check_all(&ErrorChrome::samples(), |chrome| views.render(locale, chrome, sample)),
            };
            if let Err(fault) = rendered {
                faults.push(format!("{} (sample {}, {}): {fault:#}", P::TEMPLATE, index + 1, locale.code()));
            }
        }
    }
    faults
}

#[derive(RustEmbed)]
#[folder = "../../templates"]
#[include = "*.html"]
#[include = "*.txt"]
#[exclude = "assets/*"]
#[exclude = "documents/*"]
#[exclude = "locales/*"]
struct TemplateFiles;

/// All templates, compiled for each language. Cheap to clone.
#[derive(Clone)]
pub struct Views(Arc<Inner>);

struct Inner {
    french: Environment<'static>,
    english: Environment<'static>,
    catalogue: Arc<Catalogue>,
    assets: Assets,
    // Set in development only: templates are then read again at each rendering.
    reread_from: Option<PathBuf>,
}

impl Views {
    /// Compiles every embedded template and renders all samples of `registry` in both languages.
    ///
    /// In builds with debug assertions, `ESTRADE_TEMPLATES` names a folder the templates are read from at each rendering.
    ///
    /// # Errors
    /// All faults together, each naming template, sample and language.
    pub fn load(registry: &[PageEntry]) -> Result<Self, Vec<String>> {
        let sources = TemplateFiles::iter().filter_map(|name| {
            let file = TemplateFiles::get(&name)?;
            Some((name.to_string(), String::from_utf8_lossy(&file.data).into_owned()))
        });
        let reread_from = if cfg!(debug_assertions) { std::env::var_os("ESTRADE_TEMPLATES").map(PathBuf::from) } else { None };
        Self::from_sources(&sources.collect::<Vec<_>>(), i18n::catalogue()?, Assets::embedded(), reread_from, registry)
    }

    fn from_sources(
        sources: &[(String, String)],
        catalogue: Arc<Catalogue>,
        assets: Assets,
        reread_from: Option<PathBuf>,
        registry: &[PageEntry],
    ) -> Result<Self, Vec<String>> {
        let mut faults = Vec::new();
        let mut build = |locale| {
            let mut environment = environment::build(locale, &catalogue, &assets);
            for (name, source) in sources {
                if let Err(error) = environment.add_template_owned(name.clone(), source.clone())
                    && locale == Locale::Fr
                {
                    faults.push(format!("{name}: {}", environment::describe(&error)));
                }
            }
            environment
        };
        let (french, english) = (build(Locale::Fr), build(Locale::En));
        let views = Self(Arc::new(Inner { french, english, catalogue, assets, reread_from }));
        for entry in registry {
            faults.extend((entry.check)(&views));
        }
        if faults.is_empty() { Ok(views) } else { Err(faults) }
    }

    /// Renders a page inside its chrome.
    ///
    /// # Errors
    /// When the template asks for what the context lacks: the start finds these with the samples.
    pub fn render<P: Page>(&self, locale: Locale, chrome: &impl Serialize, page: &P) -> anyhow::Result<String> {
        let (chrome, page) = rendering_in(locale, &self.0.catalogue, || (Value::from(Serde(chrome)), Value::from(Serde(page))));
        let mut html = self.render_template(P::TEMPLATE, locale, context! { chrome, locale => locale.code(), ..page })?;
        // Comments and imports at the top of a template leave blank lines before the doctype.
        let blank = html.len() - html.trim_start().len();
        html.drain(..blank);
        Ok(html)
    }

    fn render_template(&self, name: &str, locale: Locale, values: Value) -> anyhow::Result<String> {
        if let Some(folder) = &self.0.reread_from {
            let mut environment = environment::build(locale, &self.0.catalogue, &self.0.assets);
            environment.set_loader(minijinja::path_loader(folder));
            return render_in(&environment, name, values);
        }
        let environment = match locale {
            Locale::Fr => &self.0.french,
            Locale::En => &self.0.english,
        };
        render_in(environment, name, values)
    }

    /// The embedded assets, for the endpoint that serves them and for links in documents.
    #[must_use]
    pub fn assets(&self) -> &Assets {
        &self.0.assets
    }

    /// Page and mail templates no entry of `registry` claims: dead, or without samples. Layouts and components are nobody's.
    #[must_use]
    pub fn unclaimed(&self, registry: &[PageEntry]) -> Vec<String> {
        let claimed: Vec<String> = registry.iter().flat_map(PageEntry::templates).collect();
        let shared = |name: &str| name.starts_with("layouts/") || name.starts_with("components/") || name.ends_with("/parts.html");
        self.0.french.templates().map(|(name, _)| name.to_owned()).filter(|name| !shared(name) && !claimed.contains(name)).collect()
    }
}

fn render_in(environment: &Environment<'_>, name: &str, values: Value) -> anyhow::Result<String> {
    environment.get_template(name).and_then(|template| template.render(values)).map_err(|error| anyhow::anyhow!(environment::describe(&error)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Sentence;

    #[derive(Serialize)]
    struct Greeting {
        name: String,
        cents: i64,
        at: &'static str,
        note: Sentence,
    }

    impl Page for Greeting {
        const TEMPLATE: &'static str = "greeting.html";
        const SURFACE: Surface = Surface::Error;
        fn samples() -> Vec<Self> {
            vec![Self { name: "<Ada>".to_owned(), cents: 1470, at: "2026-03-14T19:30:00Z", note: Sentence::new("hello").with("name", "Ada") }]
        }
    }

    fn views(template: &str) -> Result<Views, Vec<String>> {
        let catalogue = Catalogue::from_sources([
            ("fr/a.ftl".to_owned(), "hello = Bonjour { $name }\n".to_owned()),
            ("en/a.ftl".to_owned(), "hello = Hello { $name }\n".to_owned()),
        ])
        .map(Arc::new)?;
        let assets = Assets::from_files([("app.css".to_owned(), b"body{}".to_vec())]);
        Views::from_sources(&[("greeting.html".to_owned(), template.to_owned())], catalogue, assets, None, &[entry::<Greeting>()])
    }

    #[test]
    fn a_page_speaks_its_language_and_escapes_what_people_typed() {
        let template = r#"{{ t("hello", name=name) }}|{{ money(cents) }}|{{ at|time }}|{{ note }}|{{ url("/x") }}|{{ asset("app.css") }}|{{ locale }}"#;
        let views = views(template).map_err(|faults| faults.join("\n")).unwrap();
        let page = &Greeting::samples()[0];
        let french = views.render(Locale::Fr, &(), page).unwrap();
        assert!(french.starts_with("Bonjour &lt;Ada&gt;|14,70\u{a0}€|20\u{a0}h\u{a0}30|Bonjour Ada|/x|/assets/"), "{french}");
        let english = views.render(Locale::En, &(), page).unwrap();
        assert!(english.starts_with("Hello &lt;Ada&gt;|€14.70|8:30\u{a0}pm|Hello Ada|/en/x|/assets/"), "{english}");
    }

    #[test]
    fn a_fault_of_a_template_is_found_at_start() {
        for (template, expected) in
            [("{{ nme }}", "undefined"), ("{{ t('nothing') }}", "no such key"), ("{% if %}", "syntax"), ("{{ asset('x.css') }}", "ops/assets")]
        {
            let faults = views(template).err().unwrap_or_default().join("\n");
            assert!(faults.contains(expected), "{template}: {faults}");
        }
    }
}
