package tariff

import (
	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
)

// Rule is one charge standard (收费标准). The amount of a span of days is
//
//	round( limit( Σ lines ) )
//
// with the exact sum kept beside the rounded one. A rule whose conditions do not hold for a room charges it nothing.
//
// The span is cut into pieces at the days on which a version of the rule or a concession begins and after those on which
// one ends. Where the rule or a line is conditioned on month, or the line's formula names it, the pieces are cut again at
// calendar months for that line. A line that counts by time (Per month, day or year) is charged on each piece by the
// version that holds there, times the piece's concessions. A line that does not (Per period) is charged once, by the
// version of the span's last day, times the concessions of that day. Limits and rounding are those of the version of the
// last day.
type Rule struct {
	// When must all hold, or the rule does not apply to the room at all.
	When  []Condition `json:"when,omitempty"`
	Lines []Line      `json:"lines"`
	// Least and Most bound the sum, after concessions, in yuan. With LimitPer "" or "month" they are for one month and count
	// times the months of the pieces on which the rule applies; with LimitPer "period" they are for the whole bill. "" is no
	// bound. A rule that does not apply at all is not bounded: its amount is 0. Where both bind, Most does.
	Least    Value `json:"least,omitempty"`
	Most     Value `json:"most,omitempty"`
	LimitPer Per   `json:"limitPer,omitempty"`
	// Proration says how many months a piece has; "" is by days.
	Proration Proration `json:"proration,omitempty"`
	Rounding  Rounding  `json:"rounding,omitzero"`
}

// Line is one addend of a rule:
//
//	bounded by Least and Most( (measured − Less) × Price × Factor ) × time
//
// With Tiers the price depends on how much is measured; with a Formula that expression stands for everything but the time
// and the bounds, and Measure, Less, Price, Factor and Tiers must be empty. A usage, or the quantity of a line with Tiers,
// that is below 0 is an error (tariff.negative); of other things (a rebate in an own field, a negative item) it is not.
type Line struct {
	// Name is what the bill calls it: 基础费, 阶梯水费.
	Name string `json:"name,omitempty"`
	// When must all hold, or the line adds nothing.
	When []Condition `json:"when,omitempty"`
	// Measure is what is counted; "" is Fixed.
	Measure Measure `json:"measure,omitempty"`
	// Less is the quantity that is included and costs nothing here: what is left is not below 0. It is not multiplied by
	// time. "" takes nothing off.
	Less Value `json:"less,omitempty"`
	// Price is in yuan for one unit of the measure. It may be negative, for a rebate.
	Price Value `json:"price,omitempty"`
	// Factor multiplies the line: a coefficient, a share; "" is 1.
	Factor Value `json:"factor,omitempty"`
	// Per says what time the price is for; "" is Month for what stands (area, household, heads, floor, fixed, fields) and
	// Period for what was measured over the period (usage, turnover, amounts of other items), which takes no other. For a
	// Formula "" is Period if it asks for usage, turnover or an item anywhere, otherwise Month.
	Per Per `json:"per,omitempty"`

	Tiers []Tier `json:"tiers,omitempty"`
	// TierBy says for what time the limits of the tiers hold, where the line is charged once (Per period); "" is TierMonth:
	// limits × the months of the whole span, uncut, by the proration of the version of the last day. The limits of a line
	// that counts by time (tiers of area) are taken as they are, whatever the time, and its TierBy must be "" or TierPeriod.
	// TierYear is for usage alone.
	TierBy TierBy `json:"tierBy,omitempty"`
	// TierYearFrom is the month (1 to 12) in which the tier year begins; 0 is January. The whole usage of the span counts in
	// the tier year of the span's last day.
	TierYearFrom int `json:"tierYearFrom,omitempty"`
	// TierWhole prices the whole quantity at the tier it reaches, not each part at its own. By year the tier is that of what
	// was used before and the quantity together; only the quantity is priced.
	TierWhole bool `json:"tierWhole,omitempty"`
	// HeadsOver is the number of people a household has before its limits are raised by the tiers' EachHead and OverHeads.
	// The number of people is asked for only where a tier has one of the two.
	HeadsOver int `json:"headsOver,omitempty"`

	// Formula is an expression over the fields that comes to yuan for one unit of Per. It knows, in Chinese or English, 面积 area,
	// 套内面积 inner_area, 户 household, 人口 heads, 楼层 floor, 营业额 turnover, 月数 months and 天数 days (the piece's; the whole
	// span's in a line by period), 月份 month; as text 用途 use, 户型 layout, 楼栋 building, 单元 unit, 房号 number, 类别 kind, 状态
	// state, 业主或租户 party; own fields by their plain name or 字段("系数") field(…); 用量("水") usage, 项目("水费") item, 最大 max,
	// 最小 min, 取整 floor_of, 进位 ceil, 四舍五入(x, places) round, 绝对值 abs, 如果(c, a, b) when or c ? a : b; + - * / with
	// brackets, == != < <= > >=, and or not (且 或 非, and the signs of a Chinese keyboard). At most 500 characters, 200 parts
	// and 30 levels; only what is chosen is worked out.
	Formula string `json:"formula,omitempty"`

	// Least and Most bound the line, in yuan, for one unit of Per, before concessions. "" is no bound. Where both bind, Most
	// does.
	Least Value `json:"least,omitempty"`
	Most  Value `json:"most,omitempty"`
}

// Tier (阶梯) prices what lies above the tier before it, up to and including UpTo; the last tier, and only it, has no UpTo.
// Limits, raised for heads, are above 0 and rise strictly (tariff.tiers). They are raised before they are multiplied by
// months: (UpTo + EachHead × heads beyond HeadsOver + OverHeads if there are any) × months. A tier that holds nothing of the
// quantity is not asked for its price.
type Tier struct {
	UpTo  Value `json:"upTo,omitempty"`  // in the unit of the line's measure
	Price Value `json:"price,omitempty"` // yuan for one unit
	// EachHead raises UpTo for every person beyond the line's HeadsOver; OverHeads raises it once where there are more.
	EachHead  Value `json:"eachHead,omitempty"`
	OverHeads Value `json:"overHeads,omitempty"`
	// Bands prices the tier by time of use: the tier's quantity is split in proportion to the usage of the period of the
	// bands it names. It stands instead of Price, on lines that measure the usage of a whole kind of meter (usage:电). Bands
	// that used nothing cannot split a quantity (tariff.bands).
	Bands []Band `json:"bands,omitempty"`
}

// Band is the price of one part of the day: 峰, 平, 谷. The usage of band 峰 of measure usage:电 is that of usage:电/峰.
type Band struct {
	Name  string `json:"name"`
	Price Value  `json:"price"` // yuan for one unit
}

// Value is a decimal ("2.85") or, in brackets, the name of an own field that holds one for each room ("[单价]"). A field
// the room does not have, or has empty, is tariff.no_field; one that is not a decimal is tariff.field_number.
type Value string

// Measure is what a line counts. Some carry a name after a colon: usage:水, usage:电/峰 (a band), item:水费, field:泳池面积.
type Measure string

// The measures.
const (
	Fixed      Measure = "fixed"      // 1: a fixed sum
	Area       Measure = "area"       // the building area, m²; 0 is unknown (tariff.no_area)
	InnerArea  Measure = "inner_area" // the area inside, m²: own field 套内面积, above 0 (tariff.no_area)
	Household  Measure = "household"  // 1 for each household
	Heads      Measure = "heads"      // people: own field 人口
	Floor      Measure = "floor"      // the storey; 0 is unknown (tariff.no_floor)
	Turnover   Measure = "turnover"   // a shop's turnover of the period, yuan
	UsageOf    Measure = "usage:"     // + the kind of meter: used in the period
	AmountOf   Measure = "item:"      // + the name of an item: its amount for the same room and span, yuan
	FieldOf    Measure = "field:"     // + the name of an own field
	InnerField         = "套内面积"
	HeadsField         = "人口"
)

// Per is the time that a price or a bound is for.
type Per string

// The times. A year is twelve months of the rule's proration.
const (
	Month  Per = "month"
	Day    Per = "day"
	Year   Per = "year"
	Period Per = "period" // the bill's whole span, once, however long
)

// TierBy is the time for which the limits of tiers hold.
type TierBy string

// The times of tiers. By year, what was used before in the same tier year fills the lower tiers first.
const (
	TierMonth  TierBy = "month"
	TierYear   TierBy = "year"
	TierPeriod TierBy = "period"
)

// Proration says how many months a span of days has, which decides what a month costs that is covered only in part.
type Proration string

// The three conventions.
const (
	// ByDays (按自然月天数): each calendar month counts the days covered over the days it has. Parts add up to the whole.
	// The months of a piece of a longer span are counted as if the piece stood alone.
	ByDays Proration = "days"
	// ByThirty (按每月30天): a calendar month wholly covered is 1, a part of one its days over 30, never more than 1. A piece
	// is counted as if it stood alone.
	ByThirty Proration = "thirty"
	// ByWhole (整月计收): every calendar month that is touched counts 1. Of several pieces, the one that holds the first day
	// of the month which the span covers counts it and the others count 0 for it; lines by month or year are not charged on
	// a piece of 0 months.
	ByWhole Proration = "whole"
)

// Rounding (取整) is the rule's one rounding, of the exact sum of all lines. To is "fen" (""), "jiao" or "yuan"; Mode is
// "half_up" (""), "half_even", "up" or "down". Halves and "up" go away from zero, "down" towards it. Rounding line by line
// instead would let the parts of a bill differ from its whole.
type Rounding struct {
	To   string `json:"to,omitempty"`
	Mode string `json:"mode,omitempty"`
}

// Condition compares a field with Values. Field is building, unit, number, use, layout, state, kind, party (owner, tenant or
// none), month (1 to 12), a Measure, or field:NAME. Op is one of = ≠ < ≤ > ≥ for one value, "in" for any of several and
// "between" for two bounds, both included. Conditions are asked in their order, and none after the first that does not hold.
// Values are as typed, never the name of a field. Building, unit, number, use, layout, state, kind and party compare as text
// and take only =, ≠ and in; measures and month compare as numbers; an own field compares as numbers where Op orders and where
// both sides are numbers, otherwise as text, and one the room does not have equals "" (where Op orders, it is
// tariff.no_field).
//
// A condition on month cuts the span into calendar months for lines that count by time; other lines take the month of the
// span's last day.
type Condition struct {
	Field  string   `json:"field"`
	Op     string   `json:"op"`
	Values []string `json:"values"`
}

// Facts are what is known of one room for one span. A usage, an item's amount or a field that is not known is left out of
// its map and never put in as 0, which Price would take for a quantity.
type Facts struct {
	// These compare as text in conditions and formulas; "" is a text like any other and no error.
	Kind, Building, Unit, Number, Use, Layout, State string
	// Party is who owes: "owner", "tenant" or "none".
	Party       string
	Floor       int   // the storey; 0 is unknown
	AreaCentiM2 int64 // the building area in 0.01 m²; 0 is unknown
	// MonthDay is the day of the month on which the months that a span counts begin, 29 to 31 being the last day of a shorter
	// month; 0 and 1 are the calendar's months. An item by the anniversary of the handover counts from the handover's day, so
	// that its year has twelve months by every convention. Tiers by month and the month that a rule asks for are the calendar's.
	MonthDay int
	// Fields are the room's own, as recorded.
	Fields map[string]string
	// Usage is what each kind of meter (水, 电, 电/峰) counted in the span, in the meter's unit (m³, kWh); a kind that is not
	// there was not read, which is an error where a rule asks for it. The usage of 电 is the sum of its bands when only those
	// are there.
	Usage map[string]Number
	// UsedBefore is what was used before the span in the tier year of the span's last day, by kind of meter; a kind that is
	// not there is 0. All lines of a rule that have tiers by year over the same kind share one TierYearFrom.
	UsedBefore map[string]Number
	// Items are the amounts of other items for the same room and span, in yuan.
	Items map[string]Number
	// Turnover is the span's, in yuan; HasTurnover says that it was reported.
	Turnover    Number
	HasTurnover bool
}

// Version is a rule and the day from which it holds, until the next version begins. A price that changes is a new version, so
// that an old span is still priced as it was published then.
type Version struct {
	FromOn calendar.Date `json:"fromOn"`
	Rule   Rule          `json:"rule"`
}

// Concession (减免) is a policy for a room over some days (空置减免, 长租优惠): the room pays Factor of what the rule asks (0.7 is
// 70 %, 0 is nothing, above 1 is a surcharge). Several at once multiply. FromOn and ToOn are both included; "" is an open end.
type Concession struct {
	Name   string
	FromOn calendar.Date
	ToOn   calendar.Date
	Factor Number
}

// Result is an amount and how it came about.
type Result struct {
	// Applies is false where the rule's conditions hold on no piece of the span; the amount is then 0 and Steps say which
	// condition.
	Applies   bool      `json:"applies"`
	AmountFen money.Fen `json:"amountFen"`
	// Exact is the sum in yuan, bounded by the rule's Least and Most, before the one rounding.
	Exact Number `json:"exact"`
	// Steps are sentences a household understands: 面积 98.30 m² × 2.85 元 × 3 月 = 840.465.
	Steps []string `json:"steps"`
}
