package settings

import (
	"cmp"
	"context"
	"encoding/hex"
	"slices"
	"strconv"

	"shouqi/cashier"
	"shouqi/cashier/people"
	"shouqi/cashier/peripherals"
	"shouqi/cashier/voice"
	"shouqi/devices/serial"
	"shouqi/ledger/estate"
	"shouqi/ledger/payment"
	"shouqi/ledger/staff"
	"shouqi/ledger/store"
	"shouqi/ledger/vault"
)

// facts are what is set now.
type facts struct {
	policies estate.Policies
	bounds   staff.Bounds
	local    map[string]string
	printer  string
	large    bool
	onDemand bool
	path     string
	headSeq  int64
	headHash string
	// merchants are whose money the channels collect, by the contracts on this machine; unread is why those cannot be read.
	merchants []payment.Merchant
	// voice is what is set of it; mute is why nothing of the company's own is spoken, and canSpeak whether the machine can at all.
	voice    voice.Settings
	mute     error
	canSpeak bool
	// things is what is set of a scanner and a display, and states whether they are there.
	things    peripherals.Settings
	states    map[peripherals.Thing]serial.State
	unread    error
	connected []payment.Channel
	// takesTwo says that a second person agrees to a new key of the book, and hasPassphrase that a passphrase opens it.
	takesTwo, hasPassphrase bool
}

func readFacts(ctx context.Context, counter *cashier.Counter) (read facts, err error) {
	read.local = map[string]string{}
	for _, name := range []string{Language, TextSize, LockMinutes, ExportFolder, OwnerColours, TrainingBook} {
		if read.local[name], err = counter.LocalSetting(ctx, name); err != nil {
			return read, err
		}
	}
	read.printer, read.large = counter.Printing.Printer()
	read.onDemand = counter.Printing.OnDemand()
	read.voice, read.mute = counter.Voice.Settings()
	read.canSpeak = counter.Voice.CanSpeak()
	read.things, read.states = counter.Peripherals.Settings(), make(map[peripherals.Thing]serial.State)
	for _, thing := range []peripherals.Thing{peripherals.Scanner, peripherals.Display} {
		if state, known := counter.Peripherals.State(thing); known {
			read.states[thing] = state
		}
	}
	read.path = counter.Book.Store.Path()
	read.merchants, read.unread = counter.Book.Merchants()
	read.connected = counter.Book.Payments.Connected()
	list, err := counter.People.All(ctx)
	if err != nil {
		return read, err
	}
	read.takesTwo = people.TakesTwo(list, counter.Who().ID())
	err = counter.Book.Store.Read(ctx, func(tx *store.Tx) error {
		if read.policies, err = estate.ReadPolicies(tx); err != nil {
			return err
		}
		slots, err := vault.Slots(tx)
		if err != nil {
			return err
		}
		read.hasPassphrase = slices.Contains(slots, vault.SlotPassphrase)
		if read.bounds, err = staff.ReadBounds(tx); err != nil {
			return err
		}
		seq, hash, err := counter.Book.Journal.Head(tx)
		read.headSeq, read.headHash = seq, hex.EncodeToString(hash[:])
		return err
	})
	return read, err
}

// list makes the lines from the facts.
func (s *Screen) list() []item {
	lines := append(s.windowItems(), s.printerItems()...)
	lines = append(lines, s.ownerItems()...)
	lines = append(lines, s.thingItems()...)
	lines = append(lines, s.ruleItems()...)
	lines = append(lines, s.limitItems()...)
	lines = append(lines, s.channelItems()...)
	return append(lines, s.bookItems()...)
}

func (s *Screen) group(name string) item {
	return item{group: true, label: s.frame.Text("settings.group." + name)}
}

func (s *Screen) windowItems() []item {
	text, local := s.frame.Text, s.facts.local
	language, size, lock, folder := "zh-Hans", "normal", s.deps.LockMinutes, s.deps.Folder
	if local[Language] != "" {
		language = local[Language]
	}
	if local[TextSize] == LargeText {
		size = LargeText
	}
	if minutes, err := strconv.Atoi(local[LockMinutes]); err == nil {
		lock = minutes
	}
	if local[ExportFolder] != "" {
		folder = local[ExportFolder]
	}
	lockWords := text("settings.lock.value", lock)
	if lock == 0 {
		lockWords = text("settings.lock.never")
	}
	return []item{s.group("window"),
		{label: text("settings.language"), value: text("settings.language." + language), help: text("settings.language.help"), do: s.chooseLanguage},
		{label: text("settings.text"), value: text("settings.text." + size), help: text("settings.text.help"), do: s.chooseSize},
		{label: text("settings.lock"), value: lockWords, help: text("settings.lock.help"), guarded: true, do: func() { s.askLock(lock) }},
		{label: text("settings.folder"), value: folder, help: text("settings.folder.help"), guarded: true, do: func() { s.askFolder(folder) }}}
}

func (s *Screen) printerItems() []item {
	text := s.frame.Text
	printer, large := s.facts.printer, text("settings.off")
	if printer == "" || printer == "none" {
		printer = text("settings.printer.none")
	}
	if s.facts.large {
		large = text("settings.on")
	}
	onDemand := text("settings.off")
	if s.facts.onDemand {
		onDemand = text("settings.on")
	}
	return []item{s.group("printer"),
		{label: text("settings.printer"), value: printer, help: text("settings.printer.help"), guarded: true, do: s.askPrinter},
		{label: text("settings.large"), value: large, help: text("settings.large.help"), guarded: true, do: s.toggleLarge},
		{label: text("settings.on_demand"), value: onDemand, help: text("settings.on_demand.help"), guarded: true, do: s.toggleOnDemand},
		{label: text("settings.test"), help: text("settings.test.help"), do: s.printTest},
		{label: text("settings.status"), help: text("settings.status.help"), do: s.askStatus}}
}

func (s *Screen) ruleItems() []item {
	text, p := s.frame.Text, s.facts.policies
	closed := p.ClosedMonth
	if closed == "" {
		closed = text("settings.closed.none")
	}
	layout := "usual"
	if p.ReceiptLayout != "" {
		layout = "own"
	}
	rule := func(name, value, help string, do func(line item)) item {
		line := item{label: text("settings." + name), value: value, help: text("settings." + help + ".help"), guarded: true}
		line.do = func() { do(line) }
		return line
	}
	return []item{s.group("rules"),
		rule("estate", p.Estate, "names", func(line item) { s.askWords(line, estate.PolicyEstate, p.Estate) }),
		rule("company", p.Company, "names", func(line item) { s.askWords(line, estate.PolicyCompany, p.Company) }),
		rule("cutoff", text("settings.cutoff.value", p.CutoffHour), "cutoff", s.askCutoff),
		rule("closed", closed, "closed", func(line item) { s.askWords(line, estate.PolicyClosedMonth, p.ClosedMonth) }),
		rule("agency_receipt", s.yesNo(p.AgencyReceipt), "agency_receipt", func(line item) { s.toggle(line, estate.PolicyAgencyReceipt, p.AgencyReceipt) }),
		rule("allocation_order", text("settings.allocation_order."+p.AllocationOrder), "allocation_order", s.chooseOrder),
		rule("late_fee_first", s.yesNo(p.LateFeeFirst), "late_fee_first", func(line item) { s.toggle(line, estate.PolicyLateFeeFirst, p.LateFeeFirst) }),
		{label: text("settings.layout"), value: text("settings.layout." + layout), help: text("settings.layout.help"), act: text("settings.open"), guarded: true, do: s.deps.ToLayout},
		rule("rule_pack", s.packName(), "rule_pack", s.choosePack),
		rule("fee_mode", s.feeMode(p.FeeMode), "fee_mode", s.chooseFeeMode),
		rule("contract_on", cmp.Or(string(p.ContractOn), text("settings.contract_on.none")), "contract_on", func(line item) { s.askWords(line, estate.PolicyContractOn, string(p.ContractOn)) })}
}

func (s *Screen) bookItems() []item {
	text := s.frame.Text
	head := ""
	if s.facts.headHash != "" {
		head = strconv.FormatInt(s.facts.headSeq, 10) + ":" + s.facts.headHash[:16]
	}
	items := []item{s.group("book"),
		{label: text("settings.path"), value: s.facts.path, help: text("settings.path.help")},
		{label: text("settings.head"), value: head, help: text("settings.head.help")}}
	items = append(items, item{label: text("settings.others"), help: text("settings.others.help"), act: text("settings.open"), do: s.deps.ToOthers})
	items = append(append(items, s.trainingItems()...), s.checkItem(),
		item{label: text("settings.backup"), help: text("settings.backup.help"), guarded: true, do: s.backup})
	if s.facts.policies.Demo {
		return items
	}
	return append(items, item{label: text("settings.passphrase"), help: text("settings.passphrase.help"), guarded: true, do: s.askPassphrase},
		item{label: text("settings.keyring"), help: text("settings.keyring.help"), guarded: true, do: s.addKeyring},
		item{label: text("settings.recovery"), help: text("settings.recovery.help"), guarded: true, do: s.askRecovery})
}
