package billing

import "strings"

// WorksWord is what the name of a deposit for works has in it: 装修押金, 装修保证金.
const WorksWord = "装修"

// IsForWorks reports whether a deposit of this name is one for works. Such a deposit goes back only after an inspection (验收),
// unless the item of the name says otherwise.
func IsForWorks(name string) bool { return strings.Contains(name, WorksWord) }
