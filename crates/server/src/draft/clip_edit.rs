//! Editing a shop's clips.

use axum::{extract::State, response::Response};
use sqlx::Row;
use wire::{
    Currency, Lang, Slug, Text,
    account::{Done, ShopState},
    clip::{NoClip, recognise},
    clip_draft::{AddClip, CaptionsDraft, ClipDraft, DropClipDraft, EditClip, ListOwnClips, MomentDraft, OwnClip, SaveClip},
    draft::{Both, Editing, Placed, Saved},
};

use super::{Document, captions, check, clip, clip_file, overtaken, picture};
use crate::{
    access::Acting,
    db::Write,
    error::Error,
    ids,
    product::write::stored::Tx,
    record::{self, Entry},
    reply::private,
    request::Told,
    state::AppState,
};

/// The most clips of a shop, drafts among them.
const MOST: usize = 200;
/// The most moments of a clip.
const MOST_MOMENTS: usize = 50;
/// The longest linked clip, in seconds.
const LONGEST_LINKED: u32 = 12 * 3_600;

/// A clip under edit.
struct Edited {
    id: i64,
    draft: ClipDraft,
    seen: i64,
    differs: bool,
    live: Option<clip::Found>,
}

async fn clip_of(tx: &mut Tx, shop: i64, slug: &str) -> Result<Edited, Error> {
    let id = clip::number(tx, shop, slug).await?.ok_or(Error::NotFound)?;
    let live = clip::read(tx, shop, id).await?;
    Ok(match (super::of(tx, shop, id).await?, &live) {
        (Some(super::Kept { document: Document::Clip(draft), updated_at, .. }), _) => {
            Edited { id, draft: *draft, seen: updated_at, differs: true, live }
        }
        (_, Some(found)) => Edited { id, draft: found.draft.clone(), seen: found.updated_at, differs: false, live },
        _ => return Err(Error::NotFound),
    })
}

/// The slugs of a shop's clips, drafts among them, the newest first.
async fn slugs(tx: &mut Tx, shop: i64) -> Result<Vec<String>, Error> {
    let sql = "select slug, created_at as at, id as number from clips where shop_id = $1 union all
        select d.slug, d.updated_at, d.thing_id from drafts d where d.shop_id = $1 and d.kind = 'clip'
            and not exists (select 1 from clips c where c.id = d.thing_id) order by at desc, number desc limit $2";
    let found = sqlx::query(sql).bind(shop).bind(MOST as i64).fetch_all(&mut **tx).await?;
    found.iter().map(|row| Ok(row.try_get("slug")?)).collect()
}

/// `GET /api/v1/shops/{shop}/draft/clips`
pub async fn list_own_clips(State(state): State<AppState>, acting: Acting, Told(request): Told<ListOwnClips>) -> Result<Response, Error> {
    let mut tx = state.db.pool.begin().await?;
    let mut clips = Vec::new();
    for slug in slugs(&mut tx, acting.shop).await? {
        let Edited { draft, differs, live, .. } = clip_of(&mut tx, acting.shop, &slug).await?;
        let title = Text::choose(request.lang, draft.title.ko.clone(), draft.title.en.clone());
        clips.push(OwnClip {
            title: title.unwrap_or(Text { text: slug.clone(), lang: None }),
            clip: slug.parse().map_err(Error::fault)?,
            shown: live.is_some() && acting.state != ShopState::Draft,
            differs,
            seconds: draft.seconds,
            moments: draft.moments.len() as u64,
            poster: match &draft.poster {
                Some(id) => picture::these(&mut tx, &[id]).await?.pop(),
                None => None,
            },
            held_why: {
                let sql = "select held_why from clips where shop_id = $1 and slug = $2";
                sqlx::query_scalar(sql).bind(acting.shop).bind(&slug).fetch_optional(&mut *tx).await?.flatten()
            },
        });
    }
    private(&clips)
}

/// `GET /api/v1/shops/{shop}/draft/clips/{clip}`
pub async fn edit_clip(State(state): State<AppState>, acting: Acting, Told(request): Told<EditClip>) -> Result<Response, Error> {
    let mut tx = state.db.pool.begin().await?;
    let Edited { mut draft, seen, differs, .. } = clip_of(&mut tx, acting.shop, request.clip.as_str()).await?;
    let pictures = match &draft.poster {
        Some(id) => picture::these(&mut tx, &[id]).await?,
        None => Vec::new(),
    };
    let code: String = sqlx::query_scalar("select currency from shops where id = $1").bind(acting.shop).fetch_one(&mut *tx).await?;
    let currency: Currency = code.parse().map_err(Error::fault)?;
    drop(tx);
    for one in &mut draft.captions {
        one.text = clip_file::captions(&state, acting.shop, one.file.as_deref().unwrap_or_default()).await?;
    }
    private(&Editing { draft, seen, differs, pictures, currency, dropped: Vec::new() })
}

/// A slug that no clip of any shop has.
async fn free(tx: &mut Tx, title: &Both) -> Result<Slug, Error> {
    let wanted = Slug::of_title(title.ko.as_deref().or(title.en.as_deref()).unwrap_or_default()).or_else(|| "clip".parse().ok());
    let begins = wanted.as_ref().map(Slug::to_string).unwrap_or_default();
    let sql = "select slug from clips where slug like $1 || '%' union select slug from drafts where kind = 'clip' and slug like $1 || '%'
        union select slug from moved_slugs where kind = 'clip' and slug like $1 || '%'";
    let taken: Vec<String> = sqlx::query_scalar(sql).bind(&begins).fetch_all(&mut **tx).await?;
    check::free(wanted, |slug| taken.iter().any(|taken| taken == slug.as_str())).ok_or_else(|| Error::fault("no slug is free"))
}

/// Makes a clip of a document that fits. Of a file that came in pieces, its number says that it has become this one.
///
/// # Errors
/// Where the shop has too many, or the database is away.
pub async fn make(mut write: Write, acting: &Acting, draft: ClipDraft, upload: Option<i64>) -> Result<Saved, Error> {
    if slugs(&mut write.tx, acting.shop).await?.len() >= MOST {
        return Err(Error::conflict("영상은 200개까지입니다.", "A shop has at most two hundred clips."));
    }
    let slug = free(&mut write.tx, &draft.title).await?;
    if let Some(upload) = upload {
        let sql = "update clip_uploads set clip = $2 where id = $1 and clip is null";
        if sqlx::query(sql).bind(upload).bind(slug.as_str()).execute(&mut *write.tx).await?.rows_affected() == 0 {
            // Somebody else took it in meanwhile, which is told to who asks again.
            return Err(Error::Busy(None));
        }
    }
    let seen = save(write, acting, (ids::fresh(), &slug), draft, None).await?;
    Ok(Saved { seen, product: None, clip: Some(slug) })
}

/// `POST /api/v1/shops/{shop}/draft/clips`
pub async fn add_clip(State(state): State<AppState>, acting: Acting, Told(request): Told<AddClip>) -> Result<Response, Error> {
    is_standing(&acting)?;
    let draft = fit(&state, &acting, request.draft).await?;
    let (mut write, acting) = acting.write(&state).await?;
    let draft = theirs(&mut write.tx, &acting, draft).await?;
    private(&make(write, &acting, draft, None).await?)
}

/// `PUT /api/v1/shops/{shop}/draft/clips/{clip}`
pub async fn save_clip(State(state): State<AppState>, acting: Acting, Told(request): Told<SaveClip>) -> Result<Response, Error> {
    is_standing(&acting)?;
    let draft = fit(&state, &acting, request.draft).await?;
    let (mut write, acting) = acting.write(&state).await?;
    let Edited { id, draft: before, seen, live, .. } = clip_of(&mut write.tx, acting.shop, request.clip.as_str()).await?;
    let draft = theirs(&mut write.tx, &acting, draft).await;
    if seen != request.seen {
        // What is saved already came twice: the line was cut before the answer.
        let is_saved = draft.is_ok_and(|draft| draft == before);
        return if is_saved { private(&Saved { seen, product: None, clip: Some(request.clip) }) } else { Err(overtaken()) };
    }
    let draft = draft?;
    let seen = save(write, &acting, (id, &request.clip), draft, live.as_ref()).await?;
    private(&Saved { seen, product: None, clip: Some(request.clip) })
}

/// `DELETE /api/v1/shops/{shop}/draft/clips/{clip}`
pub async fn drop_clip_draft(State(state): State<AppState>, acting: Acting, Told(request): Told<DropClipDraft>) -> Result<Response, Error> {
    let (mut write, acting) = acting.write(&state).await?;
    let Edited { id, seen, .. } = clip_of(&mut write.tx, acting.shop, request.clip.as_str()).await?;
    super::is_as_seen(request.seen, seen..=seen)?;
    if acting.state == ShopState::Draft {
        // Nobody has seen it.
        clip::take_away(&mut write, id).await?;
    } else if !super::drop(&mut write.tx, acting.shop, id).await? {
        return Err(Error::conflict("바뀐 것이 없습니다.", "Nothing of it is changed."));
    }
    record::put(&mut write.tx, Entry { about: Some(request.clip.as_str()), ..Entry::of(&acting, "draft_dropped") }).await?;
    write.keep().await?;
    private(&Done {})
}

/// Puts a picture before a clip.
///
/// # Errors
/// Where there is no such clip, or the database is away.
pub async fn put_before(state: &AppState, acting: &Acting, slug: &Slug, picture: &str) -> Result<(), Error> {
    is_standing(acting)?;
    let (mut write, acting) = acting.write(state).await?;
    let acting = &acting;
    let Edited { id, mut draft, live, .. } = clip_of(&mut write.tx, acting.shop, slug.as_str()).await?;
    draft.poster = Some(picture.to_owned());
    save(write, acting, (id, slug), draft, live.as_ref()).await?;
    Ok(())
}

fn is_standing(acting: &Acting) -> Result<(), Error> {
    if acting.state == ShopState::Closed { Err(Error::Gone) } else { Ok(()) }
}

/// Saves a clip: to its rows where nobody sees the shop, else as a draft, which goes where it says what shoppers see.
async fn save(
    mut write: Write,
    acting: &Acting,
    (id, slug): (i64, &Slug),
    draft: ClipDraft,
    live: Option<&clip::Found>,
) -> Result<i64, Error> {
    if acting.state == ShopState::Draft {
        clip::write(&mut write, acting.shop, id, slug.as_str(), &draft, None).await?;
        let seen = clip::read(&mut write.tx, acting.shop, id).await?.map_or(0, |found| found.updated_at);
        write.keep().await?;
        return Ok(seen);
    }
    let seen = match live {
        Some(live) if live.draft == draft => {
            super::drop(&mut write.tx, acting.shop, id).await?;
            live.updated_at
        }
        None if draft.gone => {
            super::drop(&mut write.tx, acting.shop, id).await?;
            0
        }
        _ => {
            let document = Document::Clip(Box::new(draft));
            super::put(&mut write.tx, acting.shop, Some(acting.person.id), id, Some(slug.as_str()), &document).await?
        }
    };
    write.keep().await?;
    Ok(seen)
}

/// The document as it is kept, with its captions made files.
async fn fit(state: &AppState, acting: &Acting, draft: ClipDraft) -> Result<ClipDraft, Error> {
    let title = check::lines(["title_ko", "title_en"], &draft.title, 120)?;
    if title.is_empty() {
        return Err(Error::unfit("title_ko", "제목을 적어 주세요.", "A title, please."));
    }
    if draft.file.is_some() == draft.link.is_some() {
        let (ko, en) = ("영상 파일이나 링크 가운데 하나가 있어야 합니다.", "A clip has a file, or else a link.");
        return Err(Error::unfit("link", ko, en));
    }
    let link = draft.link.as_deref().map(link).transpose()?;
    if link.is_some() && !(1..=LONGEST_LINKED).contains(&draft.seconds) {
        return Err(Error::unfit("seconds", "영상의 길이를 적어 주세요. 예: 1:30", "How long is it? Such as 1:30."));
    }
    let mut made = Vec::new();
    for one in draft.captions.iter().filter(|one| !one.text.trim().is_empty()) {
        let field = one.lang.pick("captions_ko", "captions_en");
        if made.iter().any(|other: &CaptionsDraft| other.lang == one.lang) || draft.link.is_some() {
            return Err(Error::unfit(field, "자막은 올린 영상에 언어마다 하나입니다.", "Captions are of files, one in each language."));
        }
        let text = captions::webvtt(&one.text).map_err(|unfit| uncaptioned(field, &unfit))?;
        let file = clip_file::keep_captions(state, acting.shop, text).await?;
        made.push(CaptionsDraft { lang: one.lang, text: String::new(), file: Some(file) });
    }
    // As the rows are read.
    made.sort_by_key(|one| one.lang == Lang::En);
    let about = check::texts(["about_ko", "about_en"], &draft.about, 2_000)?;
    Ok(ClipDraft { title, about, link, captions: made, moments: moments(draft.moments)?, ..draft })
}

fn link(address: &str) -> Result<String, Error> {
    let refused = |why| {
        let (ko, en) = match why {
            NoClip::KakaoTvClosed => {
                ("카카오TV는 2026년 6월에 닫았습니다. 영상 파일을 올려 주세요.", "KakaoTV closed in June 2026: send the file.")
            }
            NoClip::Unknown => {
                ("유튜브, 비메오, 네이버TV의 영상 주소를 적어 주세요.", "The address of a clip at YouTube, Vimeo or Naver TV, please.")
            }
        };
        Error::unfit("link", ko, en)
    };
    let source = recognise(address).map_err(refused)?;
    source.link().ok_or_else(|| refused(NoClip::Unknown))
}

fn uncaptioned(field: &'static str, unfit: &captions::Unfit) -> Error {
    let (ko, en) = match unfit {
        captions::Unfit::TooLong => ("자막은 100KB까지입니다.".to_owned(), "Captions have at most 100 KB.".to_owned()),
        captions::Unfit::Nothing => ("자막에 말이 없습니다.".to_owned(), "Nothing is said in the captions.".to_owned()),
        captions::Unfit::Line(line) => (
            format!("자막 {line}줄은 시각으로 시작하지 않습니다. 예: 0:05 안녕하세요"),
            format!("Line {line} of the captions does not begin with a time, such as 0:05 Hello."),
        ),
        captions::Unfit::Order(line) => (
            format!("자막 {line}줄의 시각이 윗줄보다 빠르거나, 끝이 시작보다 빠릅니다."),
            format!("The time in line {line} of the captions is before the one above, or ends before it begins."),
        ),
    };
    Error::Refused { field, ko, en }
}

fn moments(moments: Vec<MomentDraft>) -> Result<Vec<MomentDraft>, Error> {
    if moments.len() > MOST_MOMENTS {
        return Err(Error::unfit("moments", "장면은 50개까지입니다.", "At most fifty moments."));
    }
    let mut out = Vec::new();
    for one in moments {
        let label = check::lines(["moments", "moments"], &one.label, 120)?;
        if label.is_empty() && one.product.is_none() {
            return Err(Error::unfit("moments", "장면마다 말이나 상품이 있어야 합니다.", "A moment has words or a product."));
        }
        out.push(MomentDraft { label, ..one });
    }
    out.sort_by_key(|one| one.at);
    Ok(out)
}

/// The document with what is known of its file; what it names is the shop's.
async fn theirs(tx: &mut Tx, acting: &Acting, draft: ClipDraft) -> Result<ClipDraft, Error> {
    let mut draft = draft;
    if let Some(file) = &draft.file {
        // One that is going, which its time says, is nobody's.
        let sql = "select seconds, width, height from clip_files where shop_id = $1 and name = $2 and seconds > 0 and created_at > 0
            union select seconds, width, height from clips where shop_id = $1 and source = $2 and provider = 'file'";
        let found: Option<(i64, i64, i64)> = sqlx::query_as(sql).bind(acting.shop).bind(file).fetch_optional(&mut **tx).await?;
        let Some((seconds, across, down)) = found else {
            return Err(Error::invalid("file", "it was not sent to this shop"));
        };
        draft.seconds = u32::try_from(seconds).unwrap_or(0);
        draft.upright = down > across;
    }
    if let Some(poster) = &draft.poster {
        picture::are_theirs(tx, acting.shop, &[Placed { picture: poster.clone(), source: None, alt: Both::default() }]).await?;
    }
    if let Some(late) = draft.moments.iter().find(|one| one.at > draft.seconds) {
        let (minutes, seconds) = (late.at / 60, late.at % 60);
        return Err(Error::Refused {
            field: "moments",
            ko: format!("{minutes}:{seconds:02}은 영상이 끝난 뒤입니다."),
            en: format!("{minutes}:{seconds:02} is after the clip's end."),
        });
    }
    for product in draft.moments.iter().filter_map(|one| one.product.as_ref()) {
        if super::product::number(tx, acting.shop, product.as_str()).await?.is_none() {
            return Err(Error::invalid("moments", "one of the products is none of this shop's"));
        }
    }
    Ok(draft)
}
