package parking

// What this room refuses and where it fails, by code. The sentence that a person reads of each stands in assets/text behind
// "error."; those that other rooms branch on are exported.
const (
	codeBackwards   = "parking.backwards"
	codeCard        = "parking.card"
	codeCards       = "parking.cards"
	codeGap         = "parking.gap"
	codeNoLostPrice = "parking.no_lost_price"
	codeOverlap     = "parking.overlap"
	codePlanField   = "parking.plan_field"
	codePlanJSON    = "parking.plan_json"
	codePlanSize    = "parking.plan_size"
	codeTime        = "parking.time"
	codeTooLarge    = "parking.too_large"
	codeTooLong     = "parking.too_long"
	codeValue       = "parking.value"
)
