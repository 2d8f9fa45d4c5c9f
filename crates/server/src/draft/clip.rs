//! A clip: read from its rows as a document, and laid over them.

use sqlx::Row;
use wire::{
    Lang, Slug,
    clip::Source,
    clip_draft::{CaptionsDraft, ClipDraft, MomentDraft},
    draft::Both,
};

use crate::{db::Write, error::Error, ids::now_ms, product::write::stored::Tx};

/// Across and down of a linked clip, of which only its shape is known.
const LINKED: [i64; 2] = [1280, 720];

/// A clip with what is kept of it.
pub struct Found {
    pub draft: ClipDraft,
    pub slug: String,
    pub created_at: i64,
    pub updated_at: i64,
}

fn source(provider: &str, id: String) -> (Option<String>, Option<String>) {
    match provider {
        "youtube" => (None, Source::Youtube { id }.link()),
        "vimeo" => (None, Source::Vimeo { id }.link()),
        "naver" => (None, Source::Naver { id }.link()),
        _ => (Some(id), None),
    }
}

/// The shop's clip of that number.
///
/// # Errors
/// Where the database is away.
pub async fn read(tx: &mut Tx, shop: i64, id: i64) -> Result<Option<Found>, Error> {
    let sql =
        "select slug, title_ko, title_en, about_ko, about_en, provider, source, seconds, width, height, poster_id, created_at, updated_at
        from clips where shop_id = $1 and id = $2";
    let Some(row) = sqlx::query(sql).bind(shop).bind(id).fetch_optional(&mut **tx).await? else { return Ok(None) };
    let both = |ko: &str, en: &str| -> Result<Both, Error> { Ok(Both { ko: row.try_get(ko)?, en: row.try_get(en)? }) };
    let (file, link) = source(&row.try_get::<String, _>("provider")?, row.try_get("source")?);
    let [across, down] = [row.try_get::<i64, _>("width")?, row.try_get::<i64, _>("height")?];
    let sql = "select lang, source from clip_captions where clip_id = $1 order by lang desc";
    let found: Vec<(String, String)> = sqlx::query_as(sql).bind(id).fetch_all(&mut **tx).await?;
    let captions = found.into_iter().map(|(lang, file)| CaptionsDraft {
        lang: if lang == "en" { Lang::En } else { Lang::Ko },
        text: String::new(),
        file: Some(file),
    });
    let sql = "select m.at, m.label_ko, m.label_en, p.slug from moments m left join products p on p.id = m.product_id
        where m.clip_id = $1 order by m.at, m.position";
    type Moment = (i64, Option<String>, Option<String>, Option<String>);
    let found: Vec<Moment> = sqlx::query_as(sql).bind(id).fetch_all(&mut **tx).await?;
    let moments = found.into_iter().map(|(at, ko, en, product)| MomentDraft {
        at: u32::try_from(at).unwrap_or(0),
        label: Both { ko, en },
        product: product.and_then(|slug| slug.parse().ok()),
    });
    let draft = ClipDraft {
        title: both("title_ko", "title_en")?,
        about: both("about_ko", "about_en")?,
        file,
        link,
        seconds: u32::try_from(row.try_get::<i64, _>("seconds")?).unwrap_or(0),
        upright: down > across,
        poster: row.try_get("poster_id")?,
        captions: captions.collect(),
        moments: moments.collect(),
        gone: false,
    };
    Ok(Some(Found { draft, slug: row.try_get("slug")?, created_at: row.try_get("created_at")?, updated_at: row.try_get("updated_at")? }))
}

/// The number of the shop's clip of that slug, of one that is a draft only too.
///
/// # Errors
/// Where the database is away.
pub async fn number(tx: &mut Tx, shop: i64, slug: &str) -> Result<Option<i64>, Error> {
    let sql = "select id from clips where shop_id = $1 and slug = $2
        union select thing_id from drafts where shop_id = $1 and kind = 'clip' and slug = $2";
    Ok(sqlx::query_scalar(sql).bind(shop).bind(slug).fetch_optional(&mut **tx).await?)
}

/// Touches the products at whose pages a clip is told of.
///
/// # Errors
/// Where the database is away.
pub async fn touch(write: &mut Write, id: i64) -> Result<(), Error> {
    // A clip's own number is no product's: it says that nothing else is touched.
    write.touch(id);
    let sql = "select product_id from moments where clip_id = $1 and product_id is not null";
    for product in sqlx::query_scalar::<_, i64>(sql).bind(id).fetch_all(&mut *write.tx).await? {
        write.touch(product);
    }
    Ok(())
}

/// Lays a document over a clip's rows, or takes the clip away where the document says so.
///
/// # Errors
/// Where the database is away.
pub async fn write(write: &mut Write, shop: i64, id: i64, slug: &str, draft: &ClipDraft, created_at: Option<i64>) -> Result<(), Error> {
    touch(write, id).await?;
    if draft.gone {
        return take_away(write, id).await;
    }
    let old = read(&mut write.tx, shop, id).await?;
    let (provider, source) = match (&draft.file, draft.link.as_deref().map(wire::clip::recognise)) {
        (_, Some(Ok(Source::Youtube { id }))) => ("youtube", id),
        (_, Some(Ok(Source::Vimeo { id }))) => ("vimeo", id),
        (_, Some(Ok(Source::Naver { id }))) => ("naver", id),
        (Some(file), _) => ("file", file.clone()),
        _ => return Err(Error::fault("a clip that plays from nowhere")),
    };
    let sql = "select width, height from clip_files where shop_id = $1 and name = $2 union select width, height from clips where id = $3 and source = $2";
    let known: Option<(i64, i64)> = sqlx::query_as(sql).bind(shop).bind(&source).bind(id).fetch_optional(&mut *write.tx).await?;
    let [long, short] = LINKED;
    let linked = if draft.upright { (short, long) } else { (long, short) };
    let (across, down) = known.filter(|_| provider == "file").unwrap_or(linked);
    let now = now_ms().max(old.as_ref().map_or(0, |old| old.updated_at + 1));
    let sql = if old.is_some() {
        "update clips set slug = $2, title_ko = $4, title_en = $5, about_ko = $6, about_en = $7, provider = $8, source = $9, seconds = $10,
            width = $11, height = $12, poster_id = $13, created_at = coalesce($14, created_at), updated_at = $15 where id = $1 and shop_id = $3"
    } else {
        "insert into clips (id, slug, shop_id, title_ko, title_en, about_ko, about_en, provider, source, seconds, width, height, poster_id, created_at, updated_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, coalesce($14, $15), $15)"
    };
    let query = sqlx::query(sql).bind(id).bind(slug).bind(shop).bind(&draft.title.ko).bind(&draft.title.en);
    let query = query.bind(&draft.about.ko).bind(&draft.about.en).bind(provider).bind(&source).bind(i64::from(draft.seconds));
    query.bind(across).bind(down).bind(&draft.poster).bind(created_at).bind(now).execute(&mut *write.tx).await?;
    for sql in ["delete from clip_captions where clip_id = $1", "delete from moments where clip_id = $1"] {
        sqlx::query(sql).bind(id).execute(&mut *write.tx).await?;
    }
    for one in &draft.captions {
        let sql = "insert into clip_captions (clip_id, lang, source) values ($1, $2, $3)";
        sqlx::query(sql).bind(id).bind(one.lang.tag()).bind(&one.file).execute(&mut *write.tx).await?;
    }
    for (position, one) in (0_i64..).zip(&draft.moments) {
        let sql = "insert into moments (clip_id, position, at, product_id, label_ko, label_en)
            values ($1, $2, $3, (select id from products where shop_id = $4 and slug = $5), $6, $7)";
        let insert = sqlx::query(sql).bind(id).bind(position).bind(i64::from(one.at)).bind(shop);
        let insert = insert.bind(one.product.as_ref().map(Slug::to_string)).bind(&one.label.ko).bind(&one.label.en);
        insert.execute(&mut *write.tx).await?;
    }
    touch(write, id).await
}

/// Takes a clip away.
///
/// # Errors
/// Where the database is away.
pub async fn take_away(write: &mut Write, id: i64) -> Result<(), Error> {
    touch(write, id).await?;
    let gone = sqlx::query("delete from clips where id = $1 and held_why is null").bind(id).execute(&mut *write.tx).await?;
    let there = "select count(*) from clips where id = $1";
    // Else it came back without its hold.
    if gone.rows_affected() == 0 && sqlx::query_scalar::<_, i64>(there).bind(id).fetch_one(&mut *write.tx).await? > 0 {
        return Err(Error::conflict(
            "운영자가 내린 영상은 지울 수 없습니다.",
            "A clip that an operator holds off the street cannot be deleted.",
        ));
    }
    Ok(())
}
