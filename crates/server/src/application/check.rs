//! Which requirements an application meets.

use std::collections::HashSet;

use sqlx::AnyConnection;
use wire::{
    Lang,
    application::{Check, Facts, RequirementKind},
    shop::BusinessNumber,
};

use super::{Found, document, requirement};
use crate::error::Error;

/// Every requirement of the window, and whether this application meets it.
///
/// # Errors
/// Where the database is away.
pub async fn checks(connection: &mut AnyConnection, found: &Found, facts: &Facts, lang: Lang) -> Result<Vec<Check>, Error> {
    let requirements = requirement::list(connection, found.window).await?;
    let sql = "select requirement_id from declarations where application_id = $1";
    let declared: HashSet<i64> = sqlx::query_scalar(sql).bind(found.id).fetch_all(&mut *connection).await?.into_iter().collect();
    let mut checks = Vec::new();
    for one in requirements {
        let id = requirement::id(&one.id)?;
        let documents = if one.kind.takes_files() { document::list(connection, found.id, id).await? } else { Vec::new() };
        let missing = missing(one.kind, facts, !documents.is_empty(), declared.contains(&id), lang);
        checks.push(Check {
            requirement: one.id,
            kind: one.kind,
            either: one.either,
            text: lang.pick(one.ko, one.en),
            is_met: missing.is_none(),
            is_settled: missing.is_none(),
            missing,
            documents,
        });
    }
    let met: HashSet<String> = checks.iter().filter(|check| check.is_met).filter_map(|check| check.either.clone()).collect();
    for check in &mut checks {
        check.is_settled |= check.either.as_ref().is_some_and(|either| met.contains(either));
    }
    Ok(checks)
}

/// What is missing for a requirement, in words.
fn missing(kind: RequirementKind, facts: &Facts, has_file: bool, is_declared: bool, lang: Lang) -> Option<String> {
    let said = |fact: &Option<String>| fact.as_ref().is_some_and(|fact| !fact.is_empty());
    let mut lacks = Vec::new();
    let mut need = |is_there: bool, ko: &'static str, en: &'static str| {
        if !is_there {
            lacks.push(lang.pick(ko, en));
        }
    };
    match kind {
        RequirementKind::OfflineShop => {
            need(said(&facts.address_ko), "주소", "the address");
            need(facts.hours.is_some(), "영업시간", "the hours");
            need(has_file, "매장 정면 사진", "a photo of the front");
        }
        RequirementKind::Representative => need(said(&facts.representative), "대표자 이름", "the representative"),
        RequirementKind::BusinessNumber => {
            let is_right = facts.business_number.clone().is_some_and(|number| BusinessNumber::try_from(number).is_ok());
            need(is_right, "사업자등록번호", "the business number");
        }
        RequirementKind::MailOrderNumber => need(said(&facts.mail_order_number), "통신판매업 신고번호", "the mail-order number"),
        RequirementKind::Declared => need(is_declared, "확인", "your word"),
        RequirementKind::Document => need(has_file, "파일", "a file"),
    }
    (!lacks.is_empty()).then(|| lacks.join(", "))
}
