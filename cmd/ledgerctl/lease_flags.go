package main

import (
	"fmt"
	"strconv"
	"strings"

	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/lease"
	"shouqi/ledger/store"
	"shouqi/ledger/tariff"
)

// rentFlags are what a lease costs.
type rentFlags struct {
	Rent       string         `required:"" placeholder:"YUAN" help:"月租；按面积时是每平方米的单价。"`
	ByArea     bool           `help:"租金按面积：面积用登记的，或写 --area。"`
	Area       decimal        `placeholder:"M2" help:"计租面积，平方米。"`
	PerDay     bool           `help:"租金按天计，不是按月。"`
	Free       []period       `placeholder:"DAYS" help:"免租期：2026-01-01..2026-03-31，可以写几段。"`
	Step       []rentStep     `placeholder:"DATE:CHANGE" help:"租金调整：2027-01-01:+5% 或 2027-01-01:12600。"`
	Every      rentRise       `placeholder:"MONTHS:PERCENT" help:"定期递增：12:5 是每十二个月递增百分之五。"`
	Discount   []rentDiscount `placeholder:"PERCENT@DAYS" help:"租金优惠：长租优惠:95@2026-01-01..2026-12-31，付租金的百分之几；名称不写是长租优惠。"`
	Share      tiers          `placeholder:"TIERS" help:"营业额提成的百分数：8，或分档 300000:8,10（每月营业额的上限:百分数）。"`
	SharePlus  bool           `help:"租金和提成都收；不写就取高的，租金是保底。"`
	FloorFirst bool           `help:"先按期收保底，营业额报了再补提成。"`
	ShareDue   int            `placeholder:"DAYS" help:"提成在期末以后几天内缴。"`
}

// terms puts the flags together; an area that is none is lease.rent.
func (f rentFlags) terms() (lease.Terms, error) {
	t := lease.Terms{Rent: lease.Rent{Price: tariff.Value(f.Rent)}, EveryMonths: f.Every.months, EveryPercent: f.Every.percent}
	if f.PerDay {
		t.Rent.Per = tariff.Day
	}
	switch {
	case f.Area.Sign() != 0:
		centi, err := strconv.ParseInt(f.Area.Mul(tariff.Whole(100)).String(), 10, 64)
		if err != nil || centi <= 0 {
			return t, store.Refuse(lease.CodeRent, 2)
		}
		t.Rent.AreaCentiM2 = centi
	case f.ByArea:
		t.Rent.AreaCentiM2 = lease.AreaOfObjects
	}
	for _, free := range f.Free {
		t.Free = append(t.Free, free.Span)
	}
	for _, step := range f.Step {
		t.Steps = append(t.Steps, step.Step)
	}
	for _, discount := range f.Discount {
		t.Discounts = append(t.Discounts, discount.Discount)
	}
	if len(f.Share) > 0 {
		t.Share = &lease.Share{Plus: f.SharePlus, FloorFirst: f.FloorFirst, DueDays: f.ShareDue}
		for _, tier := range f.Share {
			t.Share.Tiers = append(t.Share.Tiers, lease.ShareTier{UpTo: tier.UpTo, Percent: tier.Price})
		}
	}
	return t, nil
}

// rentStep is a flag of a change of rent: DATE:+5% or DATE:12600.
type rentStep struct{ lease.Step }

// UnmarshalText reads it; the figures are for the contract to judge.
func (f *rentStep) UnmarshalText(text []byte) (err error) {
	date, change, _ := strings.Cut(string(text), ":")
	if f.FromOn, err = calendar.ReadDate(date); err != nil {
		return err
	}
	if percent, is := strings.CutSuffix(change, "%"); is {
		f.Percent = tariff.Value(strings.TrimPrefix(percent, "+"))
		return nil
	}
	f.Price = tariff.Value(change)
	return nil
}

// rentRise is a flag of a regular rise: MONTHS:PERCENT.
type rentRise struct {
	months  int
	percent tariff.Value
}

// UnmarshalText reads it; anything else is lease.every.
func (f *rentRise) UnmarshalText(text []byte) (err error) {
	months, percent, _ := strings.Cut(string(text), ":")
	if f.months, err = strconv.Atoi(months); err != nil {
		return store.Fail(lease.CodeEvery, err)
	}
	f.percent = tariff.Value(strings.TrimSuffix(percent, "%"))
	return nil
}

// rentDiscount is a flag of a concession: [NAME:]PERCENT@FROM..TO, without an end where it is open.
type rentDiscount struct{ lease.Discount }

// UnmarshalText reads it; anything else is ctl.discount with what was written.
func (f *rentDiscount) UnmarshalText(text []byte) error {
	what, days, _ := strings.Cut(string(text), "@")
	name, percent, named := strings.Cut(what, ":")
	if !named {
		name, percent = "长租优惠", name
	}
	from, to, ended := strings.Cut(days, "..")
	f.Name, f.Percent = name, tariff.Value(strings.TrimSuffix(percent, "%"))
	f.FromOn, f.ToOn = calendar.Date(from), calendar.Date(to)
	if _, err := tariff.ParseNumber(string(f.Percent)); err != nil || !f.FromOn.Valid() || ended && to != "" && !f.ToOn.Valid() || to != "" && to < from {
		return store.Refuse(codeDiscount, string(text))
	}
	return nil
}

// tenantFlags say who rents: somebody the book knows, or somebody new.
type tenantFlags struct {
	TenantOf string   `placeholder:"ROOM" help:"租户就是这一户现在的租户（没有租户就是业主）。"`
	Tenant   string   `help:"新租户的姓名或公司名，要和电话一起写。"`
	Phone    []string `help:"新租户的电话。"`
	Company  bool     `help:"新租户是公司。"`
}

func (f tenantFlags) party() estate.RowParty {
	kind := estate.Natural
	if f.Company {
		kind = estate.Company
	}
	return estate.RowParty{Kind: kind, Name: f.Tenant, Phones: f.Phone}
}

// leaseCycles are what people call a lease's cycle.
var leaseCycles = map[tariff.Cycle]string{tariff.EveryMonth: "按月", tariff.EveryQuarter: "按季", tariff.EveryHalfYear: "按半年", tariff.EveryYear: "按年"}

func leaseWords(l lease.Lease, codes []string) string {
	line := fmt.Sprintf("%s  %s  %s 至 %s  %s", l.Number, strings.Join(codes, "、"), l.FromOn, l.ToOn, leaseCycles[l.Cycle])
	if l.FromFirst {
		line += "（从起租日起算）"
	}
	if l.Advance {
		line += "先付"
	} else {
		line += "后付"
	}
	if l.EndedOn != "" {
		line += "  已终止，最后一天 " + string(l.EndedOn)
	}
	return line
}

func chargeLines(charges []lease.Charge) []string {
	var lines []string
	for _, c := range charges {
		amount := c.AmountFen.Grouped()
		if c.Unreported {
			amount = "等营业额，保底 " + c.FloorFen.Grouped()
		}
		lines = append(lines, fmt.Sprintf("%s 至 %s  %s  %s", c.Span.From, c.Span.To, c.Item, amount))
		for _, step := range c.Steps {
			lines = append(lines, "  "+step)
		}
	}
	return lines
}

func adjustmentLines(all []billing.Adjustment) []string {
	var lines []string
	for _, a := range all {
		if a.Refused != nil {
			continue
		}
		word, fen := "补差", a.DifferenceFen()
		if fen < 0 {
			word, fen = "冲减", -fen
		}
		lines = append(lines, fmt.Sprintf("要重算差额 %s 至 %s  %s  应收 %s，已出 %s，%s %s", a.Bill.FromOn, a.Bill.ToOn, a.Bill.Item,
			a.ShouldFen.Grouped(), a.BilledFen.Grouped(), word, fen.Grouped()))
	}
	return lines
}
