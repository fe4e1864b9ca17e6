//! Statements derived from the inventory. A built statement is made of texts fixed in the source, of names that were checked and quoted,
//! and of values that are bound: nothing else can get in.

use sqlx::{
    Arguments, AssertSqlSafe, PgConnection, Postgres,
    postgres::{PgArguments, PgRow},
};
use uuid::Uuid;

use crate::{
    clock::Timestamp,
    error::{Error, Result},
};

/// A statement under construction.
#[derive(Clone, Debug, Default)]
pub struct Built {
    sql: String,
    binds: Vec<Bind>,
    fault: Option<String>,
}

/// A value that travels beside the statement.
#[derive(Clone, Debug)]
pub enum Bind {
    /// One id.
    Id(Uuid),
    /// Several ids.
    Ids(Vec<Uuid>),
    /// A text.
    Text(String),
    /// Several texts.
    Texts(Vec<String>),
    /// A whole number.
    Number(i32),
    /// A moment.
    At(Timestamp),
}

impl From<Uuid> for Bind {
    fn from(id: Uuid) -> Self {
        Self::Id(id)
    }
}

impl From<Timestamp> for Bind {
    fn from(at: Timestamp) -> Self {
        Self::At(at)
    }
}

impl From<&str> for Bind {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl Built {
    /// A statement that begins with `text`.
    #[must_use]
    pub fn new(text: &'static str) -> Self {
        Self::default().text(text)
    }

    /// Adds a text that stands in the source.
    #[must_use]
    pub fn text(mut self, text: &'static str) -> Self {
        self.sql.push_str(text);
        self
    }

    /// Adds a name, quoted; a dot separates a schema from its table. What is no plain name spoils the statement: it will not run.
    #[must_use]
    pub fn name(mut self, name: &str) -> Self {
        if !name.split('.').all(is_plain) {
            self.fault.get_or_insert_with(|| name.to_owned());
        }
        let quoted: Vec<_> = name.split('.').map(|part| format!("\"{part}\"")).collect();
        self.sql.push_str(&quoted.join("."));
        self
    }

    /// Adds the alias `t<number>`.
    #[must_use]
    pub fn alias(mut self, number: usize) -> Self {
        self.sql.push('t');
        self.sql.push_str(&number.to_string());
        self
    }

    /// Adds `t<number>."column"`.
    #[must_use]
    pub fn column(self, alias: usize, column: &str) -> Self {
        self.alias(alias).text(".").name(column)
    }

    /// Adds a placeholder for `value`.
    #[must_use]
    pub fn bind(mut self, value: impl Into<Bind>) -> Self {
        self.binds.push(value.into());
        self.sql.push('$');
        self.sql.push_str(&self.binds.len().to_string());
        self
    }

    /// Adds each of `parts`, with `between` between them.
    #[must_use]
    pub fn list<T>(mut self, between: &'static str, parts: impl IntoIterator<Item = T>, add: impl Fn(Self, T) -> Self) -> Self {
        for (index, part) in parts.into_iter().enumerate() {
            if index > 0 {
                self = self.text(between);
            }
            self = add(self, part);
        }
        self
    }

    /// The statement as Postgres reads it, for whoever proves what it does.
    #[must_use]
    pub fn sql(&self) -> &str {
        &self.sql
    }

    /// The same statement behind `explain (format json)`.
    #[must_use]
    pub fn explained(mut self) -> Self {
        self.sql.insert_str(0, "explain (format json) ");
        self
    }

    fn arguments(&self) -> Result<PgArguments> {
        if let Some(name) = &self.fault {
            return Err(Error::Internal(anyhow::anyhow!("`{name}` cannot be a name in a derived statement")));
        }
        let mut arguments = PgArguments::default();
        for bind in &self.binds {
            match bind {
                Bind::Id(id) => arguments.add(id),
                Bind::Ids(ids) => arguments.add(ids),
                Bind::Text(text) => arguments.add(text),
                Bind::Texts(texts) => arguments.add(texts),
                Bind::Number(number) => arguments.add(number),
                Bind::At(moment) => arguments.add(moment),
            }
            .map_err(|error| Error::Internal(anyhow::anyhow!("a value cannot be bound: {error}")))?;
        }
        Ok(arguments)
    }

    /// Runs it; how many rows it touched. Each run is planned for its own values: one person's rows, not a tenant's.
    ///
    /// # Errors
    /// As the database answers, without values.
    pub async fn execute(&self, connection: &mut PgConnection) -> Result<u64> {
        let arguments = self.arguments()?;
        let query = sqlx::query_with::<Postgres, _>(AssertSqlSafe(self.sql.clone()), arguments).persistent(false);
        Ok(query.execute(connection).await?.rows_affected())
    }

    /// Runs it; its rows.
    ///
    /// # Errors
    /// As [`Built::execute`].
    pub async fn fetch<T>(&self, connection: &mut PgConnection) -> Result<Vec<T>>
    where
        T: for<'r> sqlx::FromRow<'r, PgRow> + Send + Unpin,
    {
        let arguments = self.arguments()?;
        let query = sqlx::query_as_with::<Postgres, T, _>(AssertSqlSafe(self.sql.clone()), arguments).persistent(false);
        Ok(query.fetch_all(connection).await?)
    }
}

/// `^[a-z_][a-z0-9_]*$`.
fn is_plain(name: &str) -> bool {
    name.starts_with(|first: char| first == '_' || first.is_ascii_lowercase())
        && name.chars().all(|other| other == '_' || other.is_ascii_lowercase() || other.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_quoted_and_values_are_bound() {
        let built = Built::new("select ").column(0, "name").text(" from ").name("archive.party").text(" t0 where id = ").bind(Uuid::nil());
        assert_eq!(built.sql(), "select t0.\"name\" from \"archive\".\"party\" t0 where id = $1");
        assert!(built.arguments().is_ok());
    }

    #[test]
    fn a_name_that_is_none_spoils_the_statement() {
        for name in ["", "a b", "a\"b", "a;drop", "1a", "A", "a..b", "é"] {
            assert!(Built::new("select ").name(name).arguments().is_err(), "{name}");
        }
    }
}
