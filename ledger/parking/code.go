package parking

// What this room refuses and where it fails, by code. The sentence that a person reads of each stands in assets/text behind
// "error."; those that other rooms branch on are exported. Behind a code, in brackets, stand the
// arguments of its sentence in their order.
const (
	codeBackwards   = "parking.backwards"     // the exit is before the entry
	codeCard        = "parking.card"          // invalid days or clock times (card, from 1)
	codeCards       = "parking.cards"         // too many (most)
	codeGap         = "parking.gap"           // clock times that no window covers (kind of day, from, to)
	codeNoLostPrice = "parking.no_lost_price" // the plan has no price of a lost ticket
	codeOnePrice    = "parking.one_price"     // a kind of vehicle where the plan names none (kind)
	codeOverlap     = "parking.overlap"       // clock times that two windows cover (kind of day, from, to)
	codePlanField   = "parking.plan_field"    // a field that plans do not have (field)
	codePlanJSON    = "parking.plan_json"     // not JSON, or of a wrong type (line, from 1)
	CodePlanKind    = "parking.plan_kind"     // a value of the wrong kind, such as a number where a text is wanted (field, line)
	codePlanSize    = "parking.plan_size"     // the JSON is too long (most KiB)
	codeTime        = "parking.time"          // outside the years 1971 to 2999
	codeTooLarge    = "parking.too_large"     // an amount beyond money.MaxFen
	codeTooLong     = "parking.too_long"      // a stay longer than is priced (most days)
	CodeValue       = "parking.value"         // out of bounds, or not an amount or a time (place in the plan, whose last name is its field)
	codeVehicle     = "parking.vehicle"       // a kind of vehicle that the plan does not name (kind, those that it names)
)
