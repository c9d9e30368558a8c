"""What may be wrong with the shape of a national document in JSON, whatever it says."""

from adapters._parts.faults import FormError

MAX_MANY = 1000  # items of a list; a longer one is refused

MISSING = FormError(
    "member-missing",
    "Нет обязательного поля. Заполните его и отправьте снова.",
    "A required member is missing. Fill it in and send again.",
)
UNKNOWN = FormError(
    "member-unknown",
    "Поле адаптеру неизвестно, и его смысл был бы потерян. Обновите адаптер или уберите поле.",
    "The adapter does not know this member, and its meaning would be lost. Update the adapter or remove the member.",
)
OBJECT_EXPECTED = FormError(
    "object-expected",
    "Здесь нужен объект JSON. Сверьте документ с образцом.",
    "A JSON object is needed here. Compare the document with the sample.",
)
LIST_EXPECTED = FormError(
    "list-expected",
    f"Здесь нужен список, не длиннее {MAX_MANY}. Сверьте документ с образцом.",
    f"A list of at most {MAX_MANY} is needed here. Compare the document with the sample.",
)
