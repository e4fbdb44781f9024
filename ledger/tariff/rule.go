package tariff

import (
	"shouqi/ledger/calendar"
	"shouqi/ledger/money"
)

// Rule is one charge standard (收费标准). The amount of a span of days is
//
//	round( concessions( limit( Σ lines ) ) )
//
// with the exact sum kept beside the rounded one. A rule whose conditions do not hold for a room charges it nothing.
//
// The span is cut into pieces at the days on which a version of the rule or a concession begins and after those on which
// one ends. Where the rule or a line is conditioned on month, or the line's formula names it, the pieces are cut again at
// calendar months for that line. A line that counts by time (Per month, day or year) is charged on each piece by the
// version that holds there. A line that does not (Per period) is charged once, by the version of the span's last day.
// Limits and rounding are those of the version of the last day.
//
// A line that counts a usage, as its measure or in its formula, is metered. It is charged on the days that the readings cover
// (Facts.Metered), which may begin before the span; without readings these are the days of the span. They are cut where a
// version begins, at calendar months where the rule or the line is conditioned on month or its formula names it (months that
// follow each other and are alike are one part), and, with tiers by year, where a tier year begins. What was used goes to the
// parts by the readings, what one reading counted evenly to the days it covers; a version that begins after the first of these
// days holds from there, the first version on all days before it too. Versions that follow each other and have the same
// conditions and, at the same place, the same line do not cut it. Each part is priced by the version that holds there, with
// its share of the limits, of what is included and of the line's bounds: the months that its days are (ByDays) of the months
// of all days covered, days between two readings among them. Where these are fewer than the months from the first SinceOn to
// the last UntilOn, because a reading closes a month some days before its end, what is missing before the first or after the
// last of these days belongs to the part beside it, each in proportion to what lies there. A formula is worked out on the
// whole usage and its result goes to the part by what was used there, or, where nothing was or it counts several kinds of
// meter, by days: those that the readings cover where all kinds were read on the same ones, or else those of the span. Its
// bounds hold the whole result, before it is parted. Its days are those of all that is covered, its months those from the
// first SinceOn to the last UntilOn of its kinds by the proration of the version of the span's last day, or both are the
// span's. Bands of a tier share a part by what each counted on its days. A formula that counts a usage by month, day or year
// is no metered line. Split says otherwise.
//
// Concessions come last. Each takes from a line what it leaves of it on its days: of a line by time, piece by piece; of a part
// of a metered line by what was used on its days, a formula as it is parted, but by days where the bounds of a line without one
// changed the part; of another line charged once, by its days of the span. Where Least or Most change a month, or the bill
// where they are for it, its bounded sum is the same on each of its days on which the rule applies, whatever the prices, and
// each concession takes its days of that; a month that they do not change stays as it is. A day on which a line asks for
// another item, whose amount has a concession of all items already, is lowered in the proportion in which what its lines come
// to is. Where other lines stand beside those by time and the sum changes, it is parted among the months, the lines charged
// once and the metered lines over the same kinds of meter, by what they come to, and each part is the same on each of its days,
// of which those of metered lines are the days of their parts; it is lowered by no more and no less than one of these is. Where
// all come to 0, the days count on which the rule applies, or, where it applies on none, those days of metered lines on which
// it does. So a waiver of everything is 0 whatever Least says.
type Rule struct {
	// When must all hold, or the rule does not apply to the room at all.
	When  []Condition `json:"when,omitempty"`
	Lines []Line      `json:"lines"`
	// Least and Most bound the sum, before concessions, in yuan. "" is no bound. A rule that does not apply at all is not
	// bounded: its amount is 0. Where both bind, Most does. With LimitPer "period" they are for the whole bill.
	//
	// With LimitPer "" or "month" they are for one month (Facts.MonthDay), and every month of the span has its own: times the
	// months that the pieces on which the rule applies have of it. What lines that count by time come to in a month is held
	// within its bounds, whatever the prices in it, so that the excess of one does not fill what another lacks. A formula that
	// tells months or days apart is worked out on its piece and goes to the piece's months by time. What other lines come to, by
	// usage, by turnover or once, is known for the bill alone. Above 0 it first fills what months lack of their Least, then what
	// all have left up to their Most; below 0 it is first taken from what months have above their Most, and then from what they
	// have above their Least. Most also has the months before the span whose limits a metered line of the last
	// version has (Metered.SinceOn, the earliest). So a rule without lines by time has the bounds of all months together. Where
	// the rule applies on readings' days before the span alone, both count times the months whose limits the first metered line
	// charged there has.
	Least    Value `json:"least,omitempty"`
	Most     Value `json:"most,omitempty"`
	LimitPer Per   `json:"limitPer,omitempty"`
	// Proration says how many months a piece has; "" is by days.
	Proration Proration `json:"proration,omitempty"`
	Rounding  Rounding  `json:"rounding,omitzero"`
	// Split says by which version metered lines are charged where the price changes between two readings; "" is SplitDays.
	// The Split of the span's last version counts.
	Split Split `json:"split,omitempty"`
}

// Split says how what was used is parted where a price, a season or a tier year changes between two readings.
type Split string

// The ways of parting a usage.
const (
	// SplitDays (按天数分摊) parts what one reading counted evenly among the days it covers; a reading on the very day parts it
	// exactly.
	SplitDays Split = "days"
	// SplitLast (按抄表日) charges all of it by the version, the month and the tier year of the span's last day, as notices do
	// that raise a price for what is read from a day on (自某日起抄见).
	SplitLast Split = "last"
)

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
	// Less is the quantity that is included and costs nothing here: what is left is not below 0. "" takes nothing off.
	Less Value `json:"less,omitempty"`
	// LessPer says for what time Less is, on a line charged once; "" is Month: 5 m³ a month are 10 m³ in two months. Period
	// takes it off once, however long the bill's span is. On a line that counts by time it must be "": Less is then for the
	// same time as the price.
	LessPer Per `json:"lessPer,omitempty"`
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
	// limits × the months of the whole span, by the proration of the version of the last day; on a metered line the months
	// from Metered.SinceOn to Metered.UntilOn, so that a reading that follows a month without one has the limits of both. The
	// limits of a line that counts by time (tiers of area) are taken as they are, whatever the time, and its TierBy must be ""
	// or TierPeriod. TierYear is for usage alone.
	TierBy TierBy `json:"tierBy,omitempty"`
	// TierYearFrom is the month (1 to 12) in which the tier year begins; 0 is January.
	TierYearFrom int `json:"tierYearFrom,omitempty"`
	// TierJoin says what limits by the year a household has in the tier year in which it joined (Line.JoinedOn); "" is
	// JoinMonths. TierKeep says that the tiers belong to the room: a new owner goes on where the one before was, and only the
	// handover (Facts.HandoverOn) is a joining. Both are for TierYear alone.
	TierJoin TierJoin `json:"tierJoin,omitempty"`
	TierKeep bool     `json:"tierKeep,omitempty"`
	// TierWhole prices the whole quantity at the tier it reaches, not each part at its own. By year the tier is that of what
	// was used before and the quantity together; only the quantity is priced.
	TierWhole bool `json:"tierWhole,omitempty"`
	// HeadsOver is the number of people a household has before its limits are raised by the tiers' EachHead and OverHeads.
	// The number of people is asked for only where a tier has one of the two.
	HeadsOver int `json:"headsOver,omitempty"`

	// Formula is an expression over the fields that comes to yuan for one unit of Per. It knows, in Chinese or English, 面积 area,
	// 套内面积 inner_area, 户 household, 人口 heads, 楼层 floor, 第几个 nth, 营业额 turnover, 月数 months and 天数 days (the piece's; the whole
	// span's in a line by period), 月份 month; as text 用途 use, 户型 layout, 楼栋 building, 单元 unit, 房号 number, 类别 kind, 状态
	// state, 业主或租户 party; own fields by their plain name or 字段("系数") field(…); 用量("水") usage, 项目("水费") item, 最大 max,
	// 最小 min, 取整 floor_of, 进位 ceil, 四舍五入(x, places) round, 绝对值 abs, 如果(c, a, b) when or c ? a : b; + - * / with
	// brackets, == != < <= > >=, and or not (且 或 非, and the signs of a Chinese keyboard). At most 500 characters, 200 parts
	// and 30 levels; only what is chosen is worked out.
	Formula string `json:"formula,omitempty"`

	// Least and Most bound the line, in yuan, for one unit of Per, before concessions. "" is no bound. Where both bind, Most
	// does.
	//
	// A line by month or year is held by each month of the span (Facts.MonthDay) as a whole where its price changes inside: the
	// sum of what its versions ask within the sum of their bounds, each times the time on which the line is charged there. Where
	// that changes the sum, each stretch of the month has the same of it for the same time, and a concession takes its own; where
	// it changes nothing, each stretch has what it asks. The line is the same across two versions where they have as many lines
	// and it has the same place, name and Per, and Least and Most are set in both or in neither. Otherwise each version is held
	// within the share of the month's bounds that its time is. What a day or the whole bill is bounded by is that of each day, or
	// of the parts of a metered line that Rule describes.
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
	Nth        Measure = "nth"        // the how manieth of its kind in the household: 1 for a first car space; 0 is unknown (tariff.no_nth)
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

// TierJoin says how much of a year's limits a household has that joined in the middle of the tier year.
type TierJoin string

// The shares of a year's limits.
const (
	// JoinMonths (按月份) gives a twelfth for every month from the one of joining on, that one whole.
	JoinMonths TierJoin = "months"
	// JoinDays (按天数) gives the days from the joining to the end of the tier year over the days of that year.
	JoinDays TierJoin = "days"
	// JoinWhole (全年) gives the limits of the whole year.
	JoinWhole TierJoin = "whole"
)

// Proration says how many months a span of days has, which decides what a month costs that is covered only in part. By every
// convention the pieces of a span have as many months together as the span.
type Proration string

// The conventions.
const (
	// ByDays (按自然月天数): each calendar month counts the days covered over the days it has. Parts add up to the whole.
	ByDays Proration = "days"
	// ByThirty (按每月30天): a calendar month that the bill's span holds whole is 1, and pieces of it share that by its days;
	// of a month that the span itself cuts every day is 1/30, and 30 days of 31 are 1.
	ByThirty Proration = "thirty"
	// By360 (30/360) gives every month 30 days: the 31st counts with the 30th and February's last day is its 30th, so that
	// from the 11th to the end of any month are 20/30. Parts add up to the whole.
	By360 Proration = "360"
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
// none), month (1 to 12), a Measure, or field:NAME. Op is one of = ≠ < ≤ > ≥ for one value, "in" for any of several,
// "between" for two bounds, both included, and "empty" and "filled", which take no value and ask of a text or an own field
// whether there is anything. A value is never empty. Conditions are asked in their order, and none after the first that does not hold.
// Values are as typed, never the name of a field. Building, unit, number, use, layout, state, kind and party compare as text
// and take only =, ≠, in, empty and filled; measures and month compare as numbers; an own field compares as numbers where Op orders and where
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
	Nth         int   // the how manieth of its kind in the household, from 1; 0 is unknown
	AreaCentiM2 int64 // the building area in 0.01 m²; 0 is unknown
	// MonthDay is the day of the month on which the months that a span counts begin, 29 to 31 being the last day of a shorter
	// month; 0 and 1 are the calendar's months. An item by the anniversary of the handover counts from the handover's day, so
	// that its year has twelve months by every convention. The month that a rule asks for is the calendar's.
	MonthDay int
	// Fields are the room's own, as recorded.
	Fields map[string]string
	// Usage is what each kind of meter (水, 电, 电/峰) counted in the span, in the meter's unit (m³, kWh); a kind that is not
	// there was not read, which is an error where a rule asks for it. The usage of 电 is the sum of its bands when only those
	// are there.
	Usage map[string]Number
	// Metered says on which days each kind was used. A kind that is not there was used evenly over the span.
	Metered map[string]Metered
	// UsedBefore is what was used before the days that are charged (Metered, or the span) in the tier year of the first of
	// them, or of the span's last day under SplitLast, by kind of meter, since the household joined; a kind that is not there
	// is 0. All lines of a rule that have tiers by year over the same kind share TierYearFrom and TierKeep.
	UsedBefore map[string]Number
	// HandoverOn is the day on which the room was handed over, OwnerOn the one from which who owes has it where somebody else
	// had it before. "" is not known, or longer ago than anybody asks.
	HandoverOn, OwnerOn calendar.Date
	// Items are the amounts of other items for the same room and span, in yuan.
	Items map[string]Number
	// Turnover is the span's, in yuan; HasTurnover says that it was reported.
	Turnover    Number
	HasTurnover bool
}

// Metered says on which days one kind of meter counted its usage of a span.
type Metered struct {
	// Readings are what was counted, by the last day that each covers. Their sum is the kind's usage. Several dials of a kind,
	// such as the bands of 电, stand here each with its own.
	Readings []Reading `json:"readings"`
	// SinceOn is the first day whose limits nobody has used yet where months went by without a reading, before the span.
	// UntilOn is the last day of the last month in which one was read; it counts no further than the span's end. "" are the
	// span's own.
	SinceOn calendar.Date `json:"sinceOn,omitempty"`
	UntilOn calendar.Date `json:"untilOn,omitempty"`
	// LaterOn is set where nothing was read in the span: the reading of that day, after it, holds what was used. It is told to
	// the household and changes no amount.
	LaterOn calendar.Date `json:"laterOn,omitempty"`
}

// FirstOn returns the first day that a reading covers, or from where there is none.
func (m Metered) FirstOn(from calendar.Date) calendar.Date {
	first := from
	for i, r := range m.Readings {
		if i == 0 || r.FromOn < first {
			first = r.FromOn
		}
	}
	return first
}

// Reading is what a dial counted on the days FromOn..ToOn, both included.
type Reading struct {
	FromOn calendar.Date `json:"fromOn"`
	ToOn   calendar.Date `json:"toOn"`
	Used   Number        `json:"used"`
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
	// All says that it is one of all items. A line that asks for what another item comes to does not take it again, because
	// that item's amount has it already.
	All bool
}

// Result is an amount and how it came about.
type Result struct {
	// Applies is false where the rule's conditions hold on no piece of the span and on no part of a metered line; the amount is
	// then 0 and Steps say which condition.
	Applies   bool      `json:"applies"`
	AmountFen money.Fen `json:"amountFen"`
	// Exact is the sum in yuan, bounded by the rule's Least and Most, before the one rounding.
	Exact Number `json:"exact"`
	// Steps are sentences a household understands: 面积 98.30 m² × 2.85 元 × 3 月 = 840.465.
	Steps []string `json:"steps"`
	// brief are the steps that a bill keeps where all of them are too long.
	brief []string
	// Taken says which lines of the last day's version were charged: bit i is Lines[i]. A trial counts rooms by it.
	Taken uint32 `json:"-"`
}
