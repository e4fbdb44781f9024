package tariff

// What this room refuses and where it fails, by code. The sentence that a person reads of each stands in assets/text behind
// "error."; those that other rooms branch on are exported. Behind a code, in brackets, stand the
// arguments of its sentence in their order.
const (
	codeArguments    = "tariff.arguments"   // a function of a formula is called with too few or too many (function, least, most)
	codeBandLine     = "tariff.band_line"   // bands where there can be none, too many of them, or one named badly or twice (most)
	codeBands        = "tariff.bands"       // no band used anything, so a quantity cannot be split among them (kind of meter)
	codeBounds       = "tariff.bounds"      // a least above the most
	codeConcession   = "tariff.concession"  // invalid days or a factor below 0 (name of the concession)
	CodeCondition    = "tariff.condition"   // unknown field or operator, or values that do not fit them (field)
	codeConditions   = "tariff.conditions"  // too many (most)
	CodeCycle        = "tariff.cycle"       // unknown cycle, invalid day or anchor, or a period outside 1900 to 2999 (cycle)
	codeCycleCount   = "tariff.cycle_count" // too many periods in a span (most)
	codeDivideByZero = "tariff.divide_by_zero"
	codeFieldNumber  = "tariff.field_number"  // an own field of the room is not a decimal (field)
	codeFormulaAlone = "tariff.formula_alone" // a formula beside a measure, a factor or an included quantity
	codeLateFee      = "tariff.late_fee"      // rate, grace or most of a late fee out of bounds
	codeLines        = "tariff.lines"         // a rule without lines, or with too many (most)
	codeLiteral      = "tariff.literal"       // a number in a formula is not written plainly, or has too many digits
	CodeMeasure      = "tariff.measure"       // unknown, or without the name that it needs (measure)
	codeName         = "tariff.name"          // too long, or with brackets or control characters (most characters)
	codeNegative     = "tariff.negative"      // a quantity below 0 (kind of meter or field)
	CodeNoArea       = "tariff.no_area"       // the room has none (面积 or 套内面积)
	codeNoField      = "tariff.no_field"      // the room does not have it, or has it empty (field)
	codeNoFloor      = "tariff.no_floor"      // the storey of the room is not known
	codeNoHeads      = "tariff.no_heads"      // the number of people is not known
	CodeNoItem       = "tariff.no_item"       // another item has no amount for this room and span (item)
	codeNoNth        = "tariff.no_nth"        // the how manieth of its kind it is is not known
	codeNoPrice      = "tariff.no_price"      // the span begins before the first version (day)
	codeNoTiers      = "tariff.no_tiers"      // settings of tiers on a line without any
	CodeNoTurnover   = "tariff.no_turnover"   // the turnover of the span was not reported
	CodeNoUsage      = "tariff.no_usage"      // the meter was not read for the span (kind of meter)
	codeNumber       = "tariff.number"        // not a decimal as ParseNumber takes it
	codeOnePrice     = "tariff.one_price"     // no price, or more than one way to price
	codeOwed         = "tariff.owed"          // days or amounts that a late fee cannot be worked out from
	CodePer          = "tariff.per"           // unknown time, or one that the measure cannot have (time)
	CodeProration    = "tariff.proration"     // unknown (proration)
	codeQuoted       = "tariff.quoted"        // a function wants a name in quotes (function)
	codeRounding     = "tariff.rounding"      // unknown unit or mode
	CodeRuleLong     = "tariff.rule_long"     // the JSON of a rule is too long; only billing refuses this (most bytes)
	codeSpan         = "tariff.span"          // invalid, backwards or longer than a hundred years (from, to)
	codeSplit        = "tariff.split"         // unknown way of parting a usage (split)
	codeSyntax       = "tariff.syntax"        // a formula cannot be read
	CodeTierBy       = "tariff.tier_by"       // unknown, or not possible on this line (time of the tiers)
	codeTierCount    = "tariff.tier_count"    // too many tiers (most)
	CodeTiers        = "tariff.tiers"         // a limit is missing, must not be there, or does not rise (tier, from 1)
	codeTierYear     = "tariff.tier_year"     // month or number of people out of bounds, or two tier years over one kind of meter
	codeTooDeep      = "tariff.too_deep"      // a formula is nested too deeply (most levels)
	CodeTooLarge     = "tariff.too_large"     // a number or an amount outgrew its bounds
	codeTooLong      = "tariff.too_long"      // a formula has too many characters or parts (most characters)
	codeType         = "tariff.type"          // numbers, texts and truths that do not go together in a formula
	CodeUnknownName  = "tariff.unknown_name"  // of a function or an own field (name, the nearest known)
	codeVersions     = "tariff.versions"      // an invalid day, two versions of one day, or too many
	codeWeights      = "tariff.weights"       // negative, adding up to 0, too many or too fine
)
