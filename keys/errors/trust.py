"""Refusals of the trust list's documents, and of changes to them."""

from keys.errors.refusal import KeysError


class TrustListError(KeysError):
    """A document of the trust list is malformed."""

    code = "trust-list-malformed"
    ru = "Документ «{document}» списка доверия составлен неверно: {place}. Получите его заново из источника."
    en = "The document “{document}” of the trust list is malformed at {place}. Get it from its source again."


class TrustListTooLargeError(TrustListError):
    """A document is longer than the reader takes, or there are too many roots."""

    code = "trust-list-too-large"
    ru = "Документ «{document}» списка доверия превышает предел {limit}. Получите его заново из источника."
    en = "The document “{document}” of the trust list exceeds the limit {limit}. Get it from its source again."


class TrustListKindError(TrustListError):
    """A document of another kind stands in the place of this one."""

    code = "trust-list-kind"
    ru = "Это не документ «{document}» списка доверия. Возьмите файл, в котором kind — «{document}»."
    en = "This is not the document “{document}” of the trust list. Take the file whose kind is “{document}”."


class TrustListEnrolmentError(TrustListError):
    """A key is listed that neither the Council nor an older key of the same participant has let in."""

    code = "trust-list-enrolment"
    ru = (
        "Ключ {kid} участника {participant} внесён в список без согласия Совета или прежнего ключа этого участника."
        " Не применяйте список и сообщите секретариату."
    )
    en = (
        "The key {kid} of {participant} is listed without the consent of the Council or of an older key of the same"
        " participant. Do not use the list, and tell the secretariat."
    )


class TrustListAnchorError(TrustListError):
    """The root document is not the trusted one and does not descend from it."""

    code = "trust-list-not-anchored"
    ru = "Корневой документ списка доверия не тот, которому вы доверяете. Сверьте его дайджест с Советом."
    en = "The root document of the trust list is not the one you trust. Compare its digest with the Council's."


class TrustListSignaturesError(TrustListError):
    """Fewer keys have signed a document than its threshold asks for, or a signature on it is wrong."""

    code = "trust-list-signatures"
    ru = (
        "Документ «{document}» списка доверия изменён после подписания или подписан не всеми, кем нужно."
        " Не применяйте его; получите документ заново и сообщите секретариату."
    )
    en = (
        "The document “{document}” of the trust list was changed after signing, or not signed by all who have to."
        " Do not use it; get it again, and tell the secretariat."
    )


class TrustListRollbackError(TrustListError):
    """A document is older than the one already trusted, or a version was skipped."""

    code = "trust-list-rollback"
    ru = "Документ «{document}» не следует за уже принятым. Не применяйте его и сообщите секретариату."
    en = "The document “{document}” does not follow the one already trusted. Do not use it, and tell the secretariat."


class TrustListGapError(TrustListRollbackError):
    """A root between the trusted one and the newest is missing."""

    code = "trust-list-root-missing"
    ru = "Не хватает корневого документа версии {version}. Положите в папку root-{version}.note из источника списка."
    en = "The root of version {version} is missing. Put root-{version}.note into the folder, from the list's source."


class TrustListMismatchError(TrustListError):
    """The three documents do not belong together."""

    code = "trust-list-mismatch"
    ru = "Документ «{document}» не согласуется с остальными. Получите все три документа заново."
    en = "The document “{document}” does not fit the others. Get all three documents again."


class TrustListExpiredError(TrustListError):
    """A document of the trust list is too old to be used."""

    code = "trust-list-expired"
    ru = "Срок документа «{document}» списка доверия истёк. Получите новый; до того приём закрыт."
    en = "The document “{document}” of the trust list has expired. Get a new one; until then nothing is accepted."


class TrustChangeError(KeysError):
    """A change of the trust list is proposed that cannot be made."""

    code = "trust-change-empty"
    ru = "В предложении нет ни одного изменения. Укажите, что внести, приостановить, отозвать, заменить или продлить."
    en = "The proposal has no change in it. Say what to enrol, suspend, revoke, replace or renew."


class TrustChangeListedError(TrustChangeError):
    """The key is in the list already."""

    code = "trust-change-listed"
    ru = "Ключ {kid} уже есть в списке. Для нового допуска участник создаёт новый ключ."
    en = "The key {kid} is in the list already. To be let in anew, the participant makes a new key."


class TrustChangeHubError(TrustChangeError):
    """The request for enrolment was made for another hub or environment."""

    code = "trust-change-hub"
    ru = "Заявка {kid} составлена для другого узла или контура. Попросите участника составить её для {hub}."
    en = "The request {kid} was made for another hub or environment. Ask the participant for one for {hub}."


class TrustChangeUnknownError(TrustChangeError):
    """The change names a key or a participant that is not there."""

    code = "trust-change-unknown"
    ru = "В списке нет «{name}». Сверьте имя или отпечаток ключа; новому участнику задайте роль и государство."
    en = "The list has no “{name}”. Check the name or thumbprint; give a new participant its role and state."


class TrustChangeStatusError(TrustChangeError):
    """The key cannot go from the status it has to the one proposed."""

    code = "trust-change-status"
    ru = "Статус ключа {kid} нельзя изменить с «{before}» на «{after}». Отозванный ключ не возвращают: нужен новый."
    en = "The key {kid} cannot go from {before} to {after}. A revoked key never returns: a new one is needed."


class TrustChangeSameError(TrustChangeStatusError):
    """The key has the proposed status already."""

    code = "trust-change-same"
    ru = "Статус ключа {kid} уже «{after}». Уберите этот ключ из предложения или сверьте его отпечаток."
    en = "The key {kid} is {after} already. Leave it out of the proposal, or check the thumbprint."


class TrustChangeLiftError(TrustChangeSameError):
    """The key to be restored is active in the list; a suspension made online can be lifted only by who brings it."""

    code = "trust-change-lift"
    ru = "Ключ {kid} в списке действует. Чтобы снять приостановку, объявленную через сеть, задайте --suspensions ФАЙЛ."
    en = "The key {kid} is active in the list. To lift a suspension made online, bring it: --suspensions FILE."


class TrustRequestsError(TrustChangeError):
    """The file does not hold requests about keys."""

    code = "trust-requests-malformed"
    ru = "Это не файл заявок по ключам: не подходит {place}. Скачайте его в консоли заново, на странице «Ключи»."
    en = "This is no file of requests about keys: {place} does not fit. Download it anew from the console's page Keys."


class TrustProposalError(TrustChangeError):
    """The folder of a proposal does not hold one."""

    code = "trust-proposal-malformed"
    ru = "В папке предложения негоден файл {file}. Возьмите папку заново у того, кто её составил."
    en = "The proposal's file {file} is not fit. Take the folder again from whoever made it."


class TrustDigestError(TrustChangeError):
    """The digest that a holder gave is not that of what he would sign."""

    code = "trust-digest-mismatch"
    ru = "Названный дайджест не совпадает с документом «{document}». Не подписывайте; сверьте папку с остальными."
    en = "The digest given is not that of the document “{document}”. Do not sign; compare the folder with the others."


class TrustSignerError(TrustChangeError):
    """The key has nothing to sign in this proposal."""

    code = "trust-signer-unknown"
    ru = "Ключ {kid} не подписывает ни один документ этого предложения. Возьмите ключ Совета или уполномоченного."
    en = "The key {kid} signs no document of this proposal. Take a key of the Council or of an officer."


class TrustSignedError(TrustChangeError):
    """The key has signed already whatever it has to sign in this proposal."""

    code = "trust-signed-already"
    ru = "Ключом {kid} это предложение уже подписано. Передайте папку следующему держателю."
    en = "The key {kid} has signed this proposal already. Hand the folder to the next holder."


class TrustUnsignedError(TrustChangeError):
    """Signatures are missing under a proposal."""

    code = "trust-signatures-missing"
    ru = "Под документом «{document}» не хватает подписей: {missing}. Ещё не подписали: {names}. Передайте папку им."
    en = "Signatures missing under “{document}”: {missing}. Not signed yet: {names}. Hand the folder to them."


class TrustProposalPublishedError(TrustChangeError):
    """The proposal is what the folder holds already."""

    code = "trust-proposal-published"
    ru = "Это предложение уже опубликовано. Делать ничего не нужно; список показывает hub trust show."
    en = "This proposal is published already. Nothing is to be done; hub trust show shows the list."


class TrustProposalOutdatedError(TrustChangeError):
    """The published list is not the one that the proposal starts from."""

    code = "trust-proposal-outdated"
    ru = (
        "Предложение составлено от другой версии списка, чем опубликована в папке."
        " Составьте его заново от этой папки: hub trust propose."
    )
    en = (
        "The proposal starts from another version of the list than the folder holds."
        " Make it anew from that folder: hub trust propose."
    )


class TrustStatusKeyError(TrustChangeError):
    """The key is not one that the root names for the status."""

    code = "trust-status-key"
    ru = "Ключ {kid} не назван в корне как ключ статуса. Укажите ключ {wanted} или смените его: propose --status."
    en = "The root does not name the key {kid} for the status. Give the key {wanted}, or change it: propose --status."
