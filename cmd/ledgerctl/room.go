package main

import (
	"slices"
	"strings"

	"shouqi/cashier"
	"shouqi/cashier/intake"
	"shouqi/cashier/register"
	"shouqi/cashier/session"
	"shouqi/ledger/billing"
	"shouqi/ledger/calendar"
	"shouqi/ledger/estate"
	"shouqi/ledger/store"
)

type roomCommands struct {
	Show    roomShowCommand    `cmd:"" help:"看一户的全部资料。"`
	History roomHistoryCommand `cmd:"" help:"看一户的全部记录：账单、收款、作废红冲、退款、押金、预存款、减免、抄表，新的在前。"`
	Edit    roomEditCommand    `cmd:"" help:"改一户的资料；改由谁缴费、缴多少的要批准人。"`
	Add     roomAddCommand     `cmd:"" help:"加一户。"`
}

type spaceCommands struct {
	Show spaceShowCommand `cmd:"" help:"看一个车位。"`
	Edit spaceEditCommand `cmd:"" help:"改一个车位；换到别户名下要批准人。"`
	Add  spaceAddCommand  `cmd:"" help:"加一个车位。"`
}

// toldFlags are what rooms and spaces are told alike.
type toldFlags struct {
	On           day               `placeholder:"DATE" help:"业主、租户变动从哪一天起，不写就是今天；状态和别的资料没有日期。"`
	Owner        string            `placeholder:"NAMES" help:"业主；几位用分号隔开，份额写成“甲60%;乙40%”；姓名写错了写“错的>对的”。"`
	OwnerPhone   string            `placeholder:"PHONES" help:"业主电话，按同样的顺序用分号隔开。"`
	OwnerID      string            `name:"owner-id" placeholder:"IDS" help:"业主证件号码，按同样的顺序用分号隔开。"`
	Tenant       string            `placeholder:"NAMES" help:"租户。"`
	TenantPhone  string            `placeholder:"PHONES" help:"租户电话。"`
	TenantID     string            `name:"tenant-id" placeholder:"IDS" help:"租户证件号码。"`
	TenantUntil  day               `placeholder:"DATE" help:"租户到哪一天，这一天也算。"`
	State        string            `help:"状态：自住、出租、空置；车位是已售、已租、空置。"`
	Plate        string            `placeholder:"PLATES" help:"车牌；几个用分号隔开，写全。"`
	Deed         string            `placeholder:"NUMBER" help:"不动产权证号，密封保存。"`
	Field        map[string]string `placeholder:"NAME=VALUE" help:"自定义字段，可以写几次。"`
	Clear        []string          `placeholder:"NAME" help:"清空：use、layout、state、handover、location、plate、remark、deed、holder、tenant，或 field:名称。"`
	EditRequest  string            `name:"request-id" help:"同一个编号再写一次，不会改两次。"`
	StandsAsSeen string            `name:"seen" help:"看的时候的校验值（见 show）：之后有人改过就不保存。"`
}

// row returns what the flags tell of an object.
func (f *toldFlags) row(code string) (row estate.Row, err error) {
	row = estate.Row{Code: code, State: f.State, Plates: intake.Plates(f.Plate), DeedNo: f.Deed, Fields: f.Field, Clear: f.Clear}
	if row.Owners, err = typedParties(estate.Owner, f.Owner, f.OwnerPhone, f.OwnerID); err != nil {
		return row, err
	}
	row.Tenants, err = typedParties(estate.Tenant, f.Tenant, f.TenantPhone, f.TenantID)
	for i := range row.Tenants {
		row.Tenants[i].UntilOn = f.TenantUntil.Date
	}
	return row, err
}

// dated refuses a day where nobody moves (ctl.on_nobody): people alone have one, and all else would be changed at once without a word.
// For a state, which people do mean to date, it says how a vacancy is (ctl.on_state).
func (f *toldFlags) dated(code string) error {
	people := []string{f.Owner, f.OwnerPhone, f.OwnerID, f.Tenant, f.TenantPhone, f.TenantID, string(f.TenantUntil.Date)}
	moves := slices.Contains(f.Clear, "tenant") || slices.ContainsFunc(people, func(told string) bool { return told != "" })
	switch {
	case f.On.Date == "" || moves:
		return nil
	case f.State != "" || slices.Contains(f.Clear, "state"):
		return store.Refuse(codeOnState, code, string(f.On.Date))
	}
	return store.Refuse(codeOnNobody)
}

// undated says, beside people who move on a day, that the state is another already.
func (f *toldFlags) undated() []string {
	if f.On.Date == "" || f.State == "" {
		return nil
	}
	return []string{"状态没有日期，已经改成“" + f.State + "”；" + string(f.On.Date) + " 只是人员变动的日子"}
}

func typedParties(role, names, phones, ids string) ([]estate.RowParty, error) {
	if names == "" && phones == "" && ids == "" {
		return nil, nil
	}
	return register.TypedParties(role, names, phones, ids)
}

// stands returns the object that has a code. One that is to be added must not be there: what is only written alike is another, of which
// nothing was seen. Errors: estate.unknown_room, and estate.there for one to be added.
func (d *desk) stands(counter *cashier.Counter, kind, code string, adding bool) (register.Entry, error) {
	entry, err := counter.Register.Show(d.ctx, kind, code)
	switch isThere := err == nil && (!adding || entry.Object.Code == code); {
	case err != nil && (!adding || store.Code(err) != estate.CodeUnknownRoom):
		return entry, err
	case adding && isThere:
		return entry, store.Refuse(estate.CodeThere, code)
	case adding:
		entry.Seen = ""
	}
	return entry, nil
}

// mend edits an object that is there, or adds one that is not, and answers with what changed.
func (d *desk) mend(kind, code string, adding bool, f *toldFlags, finish func(row *estate.Row) error) error {
	return d.agreed(func(counter *cashier.Counter, second session.Second) error {
		if err := f.dated(code); err != nil {
			return err
		}
		row, err := f.row(code)
		if err == nil {
			err = finish(&row)
		}
		if err != nil {
			return err
		}
		wish := billing.Mending{Kind: kind, Seen: f.StandsAsSeen, On: f.On.Date, Row: row}
		if wish.On == "" {
			if wish.On, err = d.today(counter.Book); err != nil {
				return err
			}
		}
		if wish.RequestID, err = requestID(f.EditRequest); err != nil {
			return err
		}
		entry, err := d.stands(counter, kind, code, adding)
		if err != nil {
			return err
		}
		if !adding {
			wish.Row.Code = entry.Object.Code
		}
		if wish.Seen == "" {
			wish.Seen = entry.Seen
		}
		was, err := f.untilOf(&wish, entry)
		if err != nil {
			return err
		}
		change, err := counter.Register.Mend(d.ctx, wish, second)
		if err != nil {
			return err
		}
		return d.answer(withoutPeople(change), slices.Concat(changedLines(change), f.untilLines(change, was), f.undated())...)
	})
}

// untilOf puts the tenants who live there on the day into a row that tells their last day and not who they are, and returns the
// last day that they have; a place without a tenant is ctl.tenant_none.
func (f *toldFlags) untilOf(wish *billing.Mending, entry register.Entry) (was calendar.Date, err error) {
	if f.TenantUntil.Date == "" {
		return "", nil
	}
	var names []string
	for _, party := range entry.Parties {
		if party.Role == estate.Tenant && party.FromOn <= wish.On && (party.ToOn == "" || party.ToOn >= wish.On) {
			names, was = append(names, party.Name), party.ToOn
		}
	}
	if len(wish.Row.Tenants) > 0 {
		return was, nil
	}
	if len(names) == 0 {
		return was, store.Refuse(codeTenantNone, wish.Row.Code)
	}
	wish.Row.Tenants, err = register.TypedParties(estate.Tenant, strings.Join(names, ";"), "", "")
	for i := range wish.Row.Tenants {
		wish.Row.Tenants[i].UntilOn = f.TenantUntil.Date
	}
	return was, err
}

// untilLines says what became of the last day of the tenants.
func (f *toldFlags) untilLines(change estate.Change, was calendar.Date) []string {
	switch {
	case f.TenantUntil.Date == "":
		return nil
	case was == f.TenantUntil.Date:
		return []string{"  租户的最后一天原来就是 " + string(was)}
	case change.New:
		return []string{"  租户的最后一天：" + string(f.TenantUntil.Date)}
	}
	return []string{"  租户的最后一天：" + orNothing(string(was)) + " → " + string(f.TenantUntil.Date)}
}

// changedLines says what was changed; names and phones do not go to a terminal's history.
func changedLines(change estate.Change) []string {
	switch {
	case change.New:
		return []string{"已添加：" + change.Code}
	case len(change.Fields) == 0 && !change.Owing:
		return []string{change.Code + " 没有变动"}
	}
	lines := []string{"已修改：" + change.Code}
	for _, field := range change.Fields {
		name := strings.TrimPrefix(field.Name, "field:")
		if label := intake.Field(field.Name).Label(); intake.Field(field.Name).Valid() {
			name = label
		}
		if field.Name == "holder" {
			name = "所属房屋"
		}
		if personal(field.Name) {
			lines = append(lines, "  "+name+"：已更新")
			continue
		}
		lines = append(lines, "  "+name+"："+orNothing(field.Old)+" → "+orNothing(field.New))
	}
	return lines
}

// withoutPeople leaves out of a change what is personal: it stands in the book, and goes to no pipe.
func withoutPeople(change estate.Change) estate.Change {
	fields := make([]estate.FieldChange, 0, len(change.Fields))
	for _, field := range change.Fields {
		if personal(field.Name) {
			field.Old, field.New = "", ""
		}
		fields = append(fields, field)
	}
	change.Fields = fields
	return change
}

func personal(name string) bool {
	switch name {
	case "owner", "tenant", "owner_phone", "tenant_phone", "owner_id", "tenant_id", "plate", "remark":
		return true
	}
	return false
}

func orNothing(text string) string {
	if text == "" {
		return "（空）"
	}
	return text
}
