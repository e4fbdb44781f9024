package words

import (
	"strings"

	"shouqi/assets"
	"shouqi/ledger/audit"
)

// auditDetails tell what is wrong where a check has several answers: by what is always in the detail, the end of its key behind
// "finding.". The first that is in it counts.
var auditDetails = []struct{ check, part, key string }{
	{"chain", "stands at row", "row"},
	{"chain", "follows number", "number"},
	{"chain", "does not chain", "link"},
	{"chain", "does not stand at its place", "order"},
	{"chain", "event that", "began"},
	{"chain", "or that event was changed", "began"},
	{"chain", "was changed", "changed"},
	{"mark", "is not one that this program wrote", "foreign"},
	{"mark", "was cut off", "cut"},
	{"mark", "is not the one", "changed"},
	{"signed", "is not what the device signed", "changed"},
	{"signed", "cannot be read", "unreadable"},
	{"signed", "no device signed it", "unsigned"},
	{"signed", "was cut off", "cut"},
	{"signed", "is not that of the newest event", "newest"},
	{"signed", "is not the device's", "foreign"},
	{"signed", "follows number", "number"},
	{"signed", "is not the key", "key"},
	{"signed", "is not the one that it began with", "book_key"},
	{"devices", "nobody let it in", "stranger"},
	{"devices", "was let in and is gone", "missing"},
	{"devices", "is not the number", "changed"},
	{"vault", "no event names it", "unnamed"},
	{"vault", "nothing is sealed", "useless"},
	{"vault", "missing", "missing"},
	{"vault", "does not open", "shut"},
	{"vault", "changed", "changed"},
	{"fold", "cannot be folded", "unread"},
	{"fold", "no event made it", "unmade"},
	{"fold", "is missing", "missing"},
	{"fold", " was changed", "changed"},
	{"schema", "is none of ours", "foreign"},
	{"schema", "is not as", "changed"},
	{"right", "takes a second person", "second"},
	{"right", "nothing says who may", "unruled"},
	{"right", "does not say who", "nobody"},
	{"right", "nobody of this id", "unknown"},
	{"right", "who did it was not active", "gone"},
	{"right", "who agreed was not active", "approver_gone"},
	{"right", "may not agree", "approver"},
	{"right", "may not", "may_not"},
	{"right", "somebody else's", "shift"},
	{"right", "nobody may go beyond", "beyond"},
	{"right", "who did it agreed", "own"},
	{"right", "is not one in which", "unagreed"},
	{"right", "agreed to what somebody else", "other_asked"},
	{"right", "agreed to something else", "other_deed"},
}

// AuditFinding says what an audit found: what it is of, what is wrong with it, and behind that the table and the key of the row, for whoever is asked for
// help. What has no words is said as it is.
func AuditFinding(found audit.Finding, lang string) string {
	check := "finding." + strings.ReplaceAll(found.Check, " ", "_")
	sentence, known := sentenceOf(lang, check, nil)
	if !known {
		sentence = found.Check + "：" + found.Detail
	}
	for _, detail := range auditDetails {
		if before, _, is := strings.Cut(found.Detail, detail.part); is && detail.check == found.Check {
			said, _ := sentenceOf(lang, check+"."+detail.key, []any{before})
			sentence += said
			break
		}
	}
	return assets.Text(lang, "finding.at", sentence, strings.TrimSpace(found.Table+" "+found.Key))
}
