//! Files of clips: they come in pieces, are looked at, and lie apart until what they stand in is opened.

use std::io::{Read, Seek, SeekFrom, Write as _};

use axum::{extract::State, response::Response};
use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use sha2::{Digest, Sha256};
use wire::{
    Lang,
    account::ShopState,
    clip_draft::{BeginClip, ClipDraft, ClipUpload, SendClip, SendPiece, ShowUpload},
    draft::Both,
};

use super::{
    clip_edit,
    clip_kept::keep,
    clip_pieces::{PIECE, Upload, clear, forget, forget_old, gathered, part, take_over, upload},
    picture::HIDDEN,
};
use crate::{
    access::Acting,
    application::facts::line,
    clip::file::{self, ClipFile, Kind},
    error::Error,
    ids::{self, now_ms},
    media::Media,
    product::write::stored::Tx,
    reply::private,
    request::Told,
    state::AppState,
};

/// The largest file, in bytes.
pub const LARGEST: u64 = 100_000_000;
/// The largest that comes whole.
const LARGEST_WHOLE: usize = 10_000_000;
/// The most files on their way to a shop at once.
const MOST_UPLOADS: i64 = 5;
/// The most files of a shop: those that something names, and those of the last days that nothing does.
const MOST_FILES: i64 = 400;
/// The same of captions, of which each text that is saved makes one.
const MOST_CAPTIONS: i64 = 1_000;

fn too_large() -> Error {
    let (ko, en) =
        ("영상은 100MB까지입니다. 짧게 자르거나 화질을 낮춰 주세요.", "A clip has at most 100 MB: cut it shorter or make it smaller.");
    Error::unfit("content", ko, en)
}

/// Whether a shop may bring in one more.
async fn has_room(state: &AppState, acting: &Acting) -> Result<(), Error> {
    if acting.state == ShopState::Closed {
        return Err(Error::Gone);
    }
    let sql = "select count(*) from clip_files where shop_id = $1 and seconds > 0";
    if sqlx::query_scalar::<_, i64>(sql).bind(acting.shop).fetch_one(&state.db.pool).await? >= MOST_FILES {
        return Err(Error::conflict(
            "영상 파일은 400개까지입니다. 어디에도 쓰지 않는 파일은 사흘 뒤에 저절로 지워집니다.",
            "A shop has at most four hundred files of clips. Those that nothing uses go by themselves after three days.",
        ));
    }
    Ok(())
}

/// `POST /api/v1/shops/{shop}/clips/files`
pub async fn send_clip(State(state): State<AppState>, acting: Acting, Told(request): Told<SendClip>) -> Result<Response, Error> {
    has_room(&state, &acting).await?;
    let bytes = STANDARD.decode(&request.content).map_err(|_| Error::invalid("content", "it is no Base64"))?;
    drop(request.content);
    if bytes.is_empty() {
        return Err(Error::unfit("content", "파일을 골라 주세요.", "Choose a file."));
    }
    if bytes.len() > LARGEST_WHOLE {
        return Err(Error::unfit(
            "content",
            "한 번에는 10MB까지입니다. 나누어 보내 주세요.",
            "At most ten megabytes whole: send it in pieces.",
        ));
    }
    let mut file = tempfile::tempfile().map_err(Error::of_store)?;
    file.write_all(&bytes).map_err(Error::of_store)?;
    drop(bytes);
    private(&take_in(&state, &acting, file, request.name.as_deref(), None).await?)
}

/// `POST /api/v1/shops/{shop}/clips/uploads`
pub async fn begin_clip(State(state): State<AppState>, acting: Acting, Told(request): Told<BeginClip>) -> Result<Response, Error> {
    has_room(&state, &acting).await?;
    if request.size == 0 {
        return Err(Error::unfit("content", "빈 파일입니다.", "The file is empty."));
    }
    if request.size > LARGEST {
        return Err(too_large());
    }
    let name = line("name", request.name.as_deref().unwrap_or_default(), 200)?.unwrap_or_default();
    // One that does not go is not counted.
    let _ = forget_old(&state, Some(acting.shop)).await;
    let sql = "select count(*) from clip_uploads where shop_id = $1 and created_at > 0 and clip is null";
    if sqlx::query_scalar::<_, i64>(sql).bind(acting.shop).fetch_one(&state.db.pool).await? >= MOST_UPLOADS {
        let (ko, en) =
            ("올리고 있는 영상이 다섯 개입니다. 끝난 뒤에 다시 올려 주세요.", "Five clips are on their way; wait until they are here.");
        return Err(Error::conflict(ko, en));
    }
    let mut aside = state.db.aside().await?;
    let sql = "insert into clip_uploads (id, shop_id, account_id, name, size, received, pieces, created_at) values ($1, $2, $3, $4, $5, 0, 0, $6)";
    let id = ids::fresh();
    let insert = sqlx::query(sql).bind(id).bind(acting.shop).bind(acting.person.id).bind(name);
    insert.bind(i64::try_from(request.size).unwrap_or(i64::MAX)).bind(now_ms()).execute(&mut *aside.tx).await?;
    aside.commit().await?;
    private(&ClipUpload { upload: ids::short(id), received: 0, size: request.size, piece: PIECE, clip: None })
}

/// `GET /api/v1/shops/{shop}/clips/uploads/{upload}`
pub async fn show_upload(State(state): State<AppState>, acting: Acting, Told(request): Told<ShowUpload>) -> Result<Response, Error> {
    let mut tx = state.db.pool.begin().await?;
    private(&upload(&mut tx, acting.shop, &request.upload).await?.told())
}

/// `PUT /api/v1/shops/{shop}/clips/uploads/{upload}`
pub async fn send_piece(State(state): State<AppState>, acting: Acting, Told(request): Told<SendPiece>) -> Result<Response, Error> {
    let bytes = STANDARD.decode(&request.content).map_err(|_| Error::invalid("content", "it is no Base64"))?;
    drop(request.content);
    let mut tx = state.db.pool.begin().await?;
    let mut here = upload(&mut tx, acting.shop, &request.upload).await?;
    drop(tx);
    if here.clip.is_some() {
        // The answer to its last piece was lost.
        return private(&here.told());
    }
    let length = bytes.len() as u64;
    if request.from != here.received {
        let (ko, en) =
            ("보낸 자리가 맞지 않습니다. 어디까지 왔는지 다시 물어봐 주세요.", "That is not where it goes on: ask how much is here.");
        return Err(Error::conflict(ko, en));
    }
    if length == 0 && here.received == here.size {
        take_over(&state, &here).await?;
        return private(&whole(state, acting, here).await?);
    }
    if length == 0 || length > PIECE || here.received + length > here.size {
        return Err(Error::invalid("content", "a piece has 1 to 2,000,000 bytes, and all of them no more than was said"));
    }
    state.media.put(&part(here.id, here.pieces), Bytes::from(bytes)).await?;
    let mut aside = state.db.aside().await?;
    let sql = "update clip_uploads set received = received + $2, pieces = pieces + 1,
        created_at = case when received + $2 = size then $4 else created_at end where id = $1 and received = $3 and created_at > 0";
    let update = sqlx::query(sql).bind(here.id).bind(length as i64).bind(here.received as i64).bind(now_ms());
    if update.execute(&mut *aside.tx).await?.rows_affected() == 0 {
        return Err(Error::conflict("같은 조각을 두 번 보냈습니다.", "That piece came twice."));
    }
    aside.commit().await?;
    here.received += length;
    here.pieces += 1;
    if here.received < here.size {
        return private(&here.told());
    }
    private(&whole(state, acting, here).await?)
}

/// Makes a clip of a file that is here whole, to its end: also where whoever sent it goes away meanwhile.
async fn whole(state: AppState, acting: Acting, here: Upload) -> Result<ClipUpload, Error> {
    tokio::spawn(async move { made(&state, &acting, &here).await }).await.map_err(Error::fault)?
}

async fn made(state: &AppState, acting: &Acting, here: &Upload) -> Result<ClipUpload, Error> {
    let taken = match gathered(&state.media, here).await? {
        Some(file) => take_in(state, acting, file, Some(&here.name), Some(here.id)).await,
        None => Err(Error::unfit(
            "content",
            "올린 영상의 일부를 찾을 수 없습니다. 처음부터 다시 올려 주세요.",
            "A part of the clip cannot be found. Please send it again from its beginning.",
        )),
    };
    // Whether it is taken or refused, its pieces are not needed any more; what is left of them goes with a later sweep.
    let _ = match &taken {
        // What is away comes back, and it goes on from here.
        Err(error) if error.failure(Lang::En).status >= 500 => Ok(()),
        Ok(_) => clear(state, here.id, here.pieces).await,
        Err(_) => forget(state, here.id, here.pieces).await,
    };
    Ok(ClipUpload { clip: taken?.clip, ..here.told() })
}

/// Looks at a file, cuts out where and with what it was filmed, and makes a clip of it that is a draft; of one that came in pieces
/// it is written down with them.
async fn take_in(
    state: &AppState,
    acting: &Acting,
    file: std::fs::File,
    name: Option<&str>,
    upload: Option<i64>,
) -> Result<wire::draft::Saved, Error> {
    let looked = tokio::task::spawn_blocking(move || look(file)).await.map_err(Error::fault)?;
    let (mut file, clip, hash) = looked?;
    let end = match clip.kind {
        Kind::Mp4 => "mp4",
        Kind::WebM => "webm",
    };
    let stored = format!("{hash}.{end}");
    keep(state, acting.shop, &stored, &mut file, [clip.seconds(), i64::from(clip.width), i64::from(clip.height)]).await?;
    let title = name.and_then(|name| name.rsplit_once('.').map_or(Some(name), |(bare, _)| Some(bare))).unwrap_or_default();
    let title: String = title.chars().filter(|letter| !letter.is_control()).take(80).collect();
    let title = Some(title.trim().to_owned()).filter(|title| !title.is_empty()).unwrap_or_else(|| "새 영상".to_owned());
    let draft = ClipDraft {
        title: Both { ko: Some(title), en: None },
        file: Some(stored),
        seconds: u32::try_from(clip.seconds()).unwrap_or(0),
        upright: clip.height > clip.width,
        ..ClipDraft::default()
    };
    clip_edit::make(state.db.write().await?, acting, draft, upload).await
}

/// The file ready to be played, what it is, and the beginning of its hash.
fn look(mut file: std::fs::File) -> Result<(std::fs::File, ClipFile, String), Error> {
    let fault = |error: std::io::Error| Error::of_store(error);
    let clip =
        file::clean(&mut file).map_err(|refused| Error::Refused { field: "content", ko: refused.korean(), en: refused.to_string() })?;
    if !clip.is_quick {
        // What says where its pictures are comes first, so that it plays while it loads.
        let mut quick = tempfile::tempfile().map_err(fault)?;
        if file::quicken(&mut file, &mut quick).is_ok() {
            file = quick;
        }
    }
    file.seek(SeekFrom::Start(0)).map_err(fault)?;
    let mut hash = Sha256::new();
    let mut piece = vec![0; 64 * 1024];
    loop {
        let read = file.read(&mut piece).map_err(fault)?;
        if read == 0 {
            break;
        }
        hash.update(piece.get(..read).unwrap_or_default());
    }
    let hash: String = hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    Ok((file, clip, hash))
}

/// Makes a file of captions; its name.
///
/// # Errors
/// Where the shop has too many, or the store or the database is away.
pub async fn keep_captions(state: &AppState, shop: i64, text: String) -> Result<String, Error> {
    let hash: String = Sha256::digest(text.as_bytes()).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let name = format!("{hash}.vtt");
    let sql = "select count(*) from clip_files where shop_id = $1 and seconds = 0 and name <> $2";
    let count = async || sqlx::query_scalar::<_, i64>(sql).bind(shop).bind(&name).fetch_one(&state.db.pool).await;
    if count().await? >= MOST_CAPTIONS {
        // Each text that is saved as somebody types made one.
        super::swept::captions(state, shop).await?;
        if count().await? >= MOST_CAPTIONS {
            return Err(Error::conflict(
                "자막은 고치기 전의 것까지 1,000개까지입니다. 고치기 전의 자막은 몇 분 뒤에 저절로 지워집니다. 잠시 뒤에 다시 저장해 주세요.",
                "A shop has at most a thousand captions, earlier texts among them. Those go by themselves after some minutes: save it again then.",
            ));
        }
    }
    let mut file = tempfile::tempfile().map_err(Error::of_store)?;
    file.write_all(text.as_bytes()).map_err(Error::of_store)?;
    keep(state, shop, &name, &mut file, [0, 0, 0]).await?;
    Ok(name)
}

/// The text of captions; nothing where they are not there.
///
/// # Errors
/// Where the store or the database is away.
pub async fn captions(state: &AppState, shop: i64, name: &str) -> Result<String, Error> {
    if name.is_empty() {
        return Ok(String::new());
    }
    let found = match stored_name(state, shop, name).await? {
        Some(stored) => state.media.get(&stored, None).await?,
        None => state.media.get(name, None).await?,
    };
    Ok(found.map(|found| String::from_utf8_lossy(&found.bytes).into_owned()).unwrap_or_default())
}

/// The name under which one of a shop's files lies in the media store, where it is one that the shop brought in.
///
/// # Errors
/// Where the database is away.
pub async fn stored_name(state: &AppState, shop: i64, name: &str) -> Result<Option<String>, Error> {
    let sql = "select hidden from clip_files where shop_id = $1 and name = $2";
    let hidden: Option<i64> = sqlx::query_scalar(sql).bind(shop).bind(name).fetch_optional(&state.db.pool).await?;
    Ok(hidden.map(|hidden| if hidden == 1 { [HIDDEN, name].concat() } else { name.to_owned() }))
}

/// The hidden files of what the shop's clips play and say.
const NAMED: &str =
    "select name from clip_files where shop_id = $1 and hidden = 1 and (name in (select source from clips where shop_id = $1)
    or name in (select t.source from clip_captions t join clips c on c.id = t.clip_id where c.shop_id = $1))";

/// Copies hidden files that a document names to their public names, before the write that opens it begins.
///
/// # Errors
/// Where the store or the database is away.
pub async fn copy_hidden(state: &AppState, shop: i64, drafts: &[&ClipDraft]) -> Result<Vec<String>, Error> {
    let mut tx = state.db.pool.begin().await?;
    let mut wanted: Vec<String> = sqlx::query_scalar(NAMED).bind(shop).fetch_all(&mut *tx).await?;
    drop(tx);
    for draft in drafts {
        for name in draft.file.iter().chain(draft.captions.iter().filter_map(|one| one.file.as_ref())) {
            if !wanted.contains(name) && stored_name(state, shop, name).await?.is_some_and(|stored| stored != *name) {
                wanted.push(name.clone());
            }
        }
    }
    for name in &wanted {
        state.media.copy(&[HIDDEN, name].concat(), name).await?;
    }
    Ok(wanted)
}

/// Says that the files of what the shop shows are there for everyone, and copies those that are not yet.
///
/// # Errors
/// Where the store or the database is away.
pub async fn show(tx: &mut Tx, media: &Media, shop: i64, copied: &[String]) -> Result<(), Error> {
    let named: Vec<String> = sqlx::query_scalar(NAMED).bind(shop).fetch_all(&mut **tx).await?;
    for name in named {
        if !copied.contains(&name) {
            media.copy(&[HIDDEN, &name].concat(), &name).await?;
        }
        sqlx::query("update clip_files set hidden = 0 where name = $1").bind(&name).execute(&mut **tx).await?;
    }
    Ok(())
}
