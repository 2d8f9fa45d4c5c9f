//! Sub-categories: the tree of a window.

use std::collections::{HashMap, HashSet};

use sqlx::{AnyConnection, Row, any::AnyRow};
use wire::{Lang, Slug, draft::Both, window_facts::Category};

use crate::{db::Write, error::Error, ids, index::plain, rows};

/// The most sub-categories of a window.
pub const MOST: usize = 2_000;
/// How deep they may lie.
const DEEPEST: usize = 4;
/// The most letters of a name, or of a kind.
const LONGEST: usize = 60;

/// What is wrong with a sub-category.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    NoName,
    TooLong,
    /// Its parent does not stand before it.
    NoParent(Slug),
    TooDeep,
    /// It stands there already.
    Twice(Slug),
    /// A kind that belongs to another already.
    Taken {
        kind: String,
        by: Slug,
    },
    TooMany,
}

impl Wrong {
    /// What people are told.
    #[must_use]
    pub fn words(&self, lang: Lang) -> String {
        let (ko, en) = match self {
            Self::NoName => ("한 언어로라도 이름이 있어야 합니다".to_owned(), "it needs a name in one language at least".to_owned()),
            Self::TooLong => {
                (format!("이름과 상품 종류는 {LONGEST}자까지입니다"), format!("a name or a kind has at most {LONGEST} letters"))
            }
            Self::NoParent(parent) => (
                format!("위 분류 ‘{}’가 앞에 없습니다", parent.as_str()),
                format!("its parent {:?} does not stand before it", parent.as_str()),
            ),
            Self::TooDeep => (format!("{DEEPEST}단계보다 깊습니다"), format!("it lies deeper than {DEEPEST} levels")),
            Self::Twice(slug) => (format!("‘{}’가 두 번 있습니다", slug.as_str()), format!("{} stands twice", slug.as_str())),
            Self::Taken { kind, by } => (
                format!("상품 종류 ‘{kind}’는 ‘{}’에 이미 있습니다", by.as_str()),
                format!("the kind {kind:?} belongs to {} already", by.as_str()),
            ),
            Self::TooMany => (format!("분류는 {MOST}개까지입니다"), format!("at most {MOST} sub-categories")),
        };
        lang.pick(ko, en)
    }
}

/// Product types as they are compared, each once.
fn kinds(category: &Category) -> Vec<String> {
    let mut seen = HashSet::new();
    let kinds = category.kinds.iter().map(|kind| plain(kind)).filter(|kind| !kind.is_empty());
    kinds.filter(|kind| seen.insert(kind.clone())).collect()
}

fn some(text: Option<&String>) -> Option<&str> {
    text.map(|text| text.trim()).filter(|text| !text.is_empty())
}

/// Checks sub-categories against each other.
///
/// # Errors
/// Which is wrong first, counted from zero, and why.
pub fn check(categories: &[Category]) -> Result<(), (usize, Wrong)> {
    let mut depths: HashMap<&Slug, usize> = HashMap::new();
    let mut taken: HashMap<String, &Slug> = HashMap::new();
    for (at, category) in categories.iter().enumerate() {
        let wrong = |wrong| Err((at, wrong));
        if at >= MOST {
            return wrong(Wrong::TooMany);
        }
        let names = [some(category.name.ko.as_ref()), some(category.name.en.as_ref())];
        if names == [None, None] {
            return wrong(Wrong::NoName);
        }
        if names.into_iter().flatten().chain(category.kinds.iter().map(String::as_str)).any(|text| text.chars().count() > LONGEST) {
            return wrong(Wrong::TooLong);
        }
        let depth = match &category.parent {
            None => 0,
            Some(parent) => match depths.get(parent) {
                Some(depth) => depth + 1,
                None => return wrong(Wrong::NoParent(parent.clone())),
            },
        };
        if depth >= DEEPEST {
            return wrong(Wrong::TooDeep);
        }
        if depths.insert(&category.slug, depth).is_some() {
            return wrong(Wrong::Twice(category.slug.clone()));
        }
        for kind in kinds(category) {
            if let Some(by) = taken.insert(kind.clone(), &category.slug) {
                return wrong(Wrong::Taken { kind, by: by.clone() });
            }
        }
    }
    Ok(())
}

/// A window's tree, each after the one that it lies below.
///
/// # Errors
/// Where the database is away.
pub async fn read(connection: &mut AnyConnection, window: i64) -> Result<Vec<Category>, Error> {
    let sql = "select category_id, kind from category_kinds where window_id = $1 order by kind";
    let mut kinds: HashMap<i64, Vec<String>> = HashMap::new();
    for (category, kind) in sqlx::query_as::<_, (i64, String)>(sql).bind(window).fetch_all(&mut *connection).await? {
        kinds.entry(category).or_default().push(kind);
    }
    let sql = "select c.id, c.slug, c.name_ko, c.name_en, p.slug as parent from categories c left join categories p on p.id = c.parent_id
        where c.window_id = $1 order by c.position, c.id";
    let found = sqlx::query(sql).bind(window).fetch_all(connection).await?;
    let category = |row: &AnyRow| -> Result<Category, Error> {
        let parent: Option<String> = row.try_get("parent")?;
        Ok(Category {
            slug: rows::slug(row, "slug")?,
            parent: parent.map(|slug| slug.parse().map_err(Error::fault)).transpose()?,
            name: Both { ko: row.try_get("name_ko")?, en: row.try_get("name_en")? },
            kinds: kinds.get(&row.try_get("id")?).cloned().unwrap_or_default(),
        })
    };
    found.iter().map(category).collect()
}

/// Replaces a window's tree by one that was checked.
///
/// # Errors
/// Where the database is away.
pub async fn replace(write: &mut Write, window: i64, categories: &[Category]) -> Result<(), Error> {
    sqlx::query("delete from category_kinds where window_id = $1").bind(window).execute(&mut *write.tx).await?;
    // Those below before those above.
    loop {
        let leaves =
            "delete from categories where window_id = $1 and id not in (select parent_id from categories where parent_id is not null)";
        if sqlx::query(leaves).bind(window).execute(&mut *write.tx).await?.rows_affected() == 0 {
            break;
        }
    }
    let mut ids = HashMap::new();
    for (position, category) in (0_i64..).zip(categories) {
        let id = ids::fresh();
        ids.insert(&category.slug, id);
        let parent = category.parent.as_ref().and_then(|parent| ids.get(parent)).copied();
        let sql = "insert into categories (id, window_id, parent_id, slug, name_ko, name_en, position) values ($1, $2, $3, $4, $5, $6, $7)";
        let insert = sqlx::query(sql).bind(id).bind(window).bind(parent).bind(category.slug.as_str());
        let insert = insert.bind(some(category.name.ko.as_ref())).bind(some(category.name.en.as_ref())).bind(position);
        insert.execute(&mut *write.tx).await?;
        for kind in kinds(category) {
            let sql = "insert into category_kinds (window_id, kind, category_id) values ($1, $2, $3)";
            sqlx::query(sql).bind(window).bind(kind).bind(id).execute(&mut *write.tx).await?;
        }
    }
    write.touch_all();
    Ok(())
}
