package tariff

import "slices"

// work is one amount while it is worked out.
type work struct {
	facts    *Facts
	from, to day     // the whole span, both days included
	pieces   []piece // in order, at least one

	applies bool // the rule's conditions hold on some part of the span
	// excluded is the first condition that left a piece out.
	excluded *Condition
	// months are those of the pieces on which the rule applies.
	months Number
	sums   []Number // what each line came to on each piece, in yuan, concessions included
	steps  []string
}

// last returns the piece of the span's last day, whose version decides about bounds, rounding and lines charged once.
func (w *work) last() *piece { return &w.pieces[len(w.pieces)-1] }

// result works out the pieces, then the lines charged once, and bounds and rounds their sum. A rule that applies on no piece
// has an amount of 0 and one step that says which condition left the room out.
func (w *work) result() (Result, error) {
	for i := range w.pieces {
		if err := w.piece(&w.pieces[i]); err != nil {
			return Result{}, err
		}
	}
	if err := w.once(); err != nil {
		return Result{}, err
	}
	if !w.applies {
		return Result{Steps: []string{excludedStep(w.excluded)}}, nil
	}
	exact := w.sum()
	exact, err := w.bound(exact)
	if err != nil {
		return Result{}, err
	}
	amount, err := w.last().rule.Rounding.round(exact)
	if err != nil {
		return Result{}, err
	}
	w.roundStep(exact, amount)
	return Result{Applies: true, AmountFen: amount, Exact: exact, Steps: w.steps}, nil
}

// sceneOf returns the scene of one piece by the proration of the version that holds there.
func (w *work) sceneOf(p *piece) scene {
	return sceneOf(w.facts, p.from, p.to, p.rule.Proration, w.from)
}

// piece adds the lines that count by time on one piece. A rule conditioned on the month is tried month by month, and applies
// to the piece where it holds in any of them; w.months counts only those in which it does.
func (w *work) piece(p *piece) error {
	parts := []piece{*p}
	monthly := byMonth(p.rule.When)
	if monthly {
		parts = p.byCalendarMonth()
	}
	holds := false
	for i := range parts {
		here := w.sceneOf(&parts[i])
		failing, err := here.failing(p.rule.When)
		if err != nil {
			return err
		}
		if failing != nil {
			w.exclude(failing)
			continue
		}
		holds = true
		w.months = w.months.Add(here.months)
	}
	if !holds {
		return nil
	}
	w.applies = true
	for i := range p.rule.Lines {
		if line := &p.rule.Lines[i]; line.time() != Period {
			if err := w.line(p, i, monthly || line.monthly()); err != nil {
				return inLine(err, i)
			}
		}
	}
	return nil
}

// exclude remembers the first condition that left a part out, for the step of a rule that applies nowhere.
func (w *work) exclude(failing *Condition) {
	if w.excluded == nil {
		w.excluded = failing
	}
}

// line adds one line of a piece, month by month where it must be.
func (w *work) line(p *piece, index int, monthly bool) error {
	line := &p.rule.Lines[index]
	scenes, err := w.scenes(p, line, monthly)
	if err != nil {
		return err
	}
	for i := range scenes {
		here := &scenes[i]
		// Under ByWhole an earlier piece has counted this month, and a step of × 0 月 would only puzzle the reader.
		if (line.time() == Month || line.time() == Year) && here.months.Sign() == 0 {
			continue
		}
		if err := w.charge(p, line, here, len(w.pieces) > 1 || monthly); err != nil {
			return err
		}
	}
	return nil
}

// scenes returns the parts of a piece on which the rule and the line hold. Months that follow each other are one part again
// unless a formula might tell them apart: everything else is proportional to the time.
func (w *work) scenes(p *piece, line *Line, monthly bool) ([]scene, error) {
	parts := []piece{*p}
	if monthly {
		parts = p.byCalendarMonth()
	}
	scenes := make([]scene, 0, 1)
	for i := range parts {
		here := w.sceneOf(&parts[i])
		var failing *Condition
		var err error
		// The rule may hold in some months of the piece only. Otherwise piece has tried its conditions already.
		if monthly {
			failing, err = here.failing(p.rule.When)
		}
		if err == nil && failing == nil {
			failing, err = here.failing(line.When)
		}
		if err != nil {
			return nil, err
		}
		if failing != nil {
			continue
		}
		if n := len(scenes); n > 0 && line.Formula == "" && scenes[n-1].to+1 == here.from {
			scenes[n-1].to = here.to
			scenes[n-1].months = scenes[n-1].months.Add(here.months)
			continue
		}
		scenes = append(scenes, here)
	}
	return scenes, nil
}

// once adds the lines that do not count by time. They are charged once, for the whole span, by the version and the concessions
// of its last day, because a usage read at the end cannot be split among the days before.
func (w *work) once() error {
	p := w.last()
	if !slices.ContainsFunc(p.rule.Lines, func(line Line) bool { return line.time() == Period }) {
		return nil
	}
	here := sceneOf(w.facts, w.from, w.to, p.rule.Proration, w.from)
	if failing, err := here.failing(p.rule.When); err != nil || failing != nil {
		return err
	}
	for i := range p.rule.Lines {
		line := &p.rule.Lines[i]
		if line.time() != Period {
			continue
		}
		failing, err := here.failing(line.When)
		if err == nil && failing == nil {
			err = w.charge(p, line, &here, false)
		}
		if err != nil {
			return inLine(err, i)
		}
	}
	return nil
}

// charge adds what a line comes to on one scene, times the concessions of the piece. A line's own bounds come before the
// concessions, the rule's after them.
func (w *work) charge(p *piece, line *Line, here *scene, dated bool) error {
	steps := stepsOf(line, here, dated)
	amount, err := here.amount(line, steps)
	if err != nil {
		return err
	}
	for _, g := range p.granted {
		conceded := amount.Mul(g.concession.Factor)
		steps.concede(g.concession, amount, conceded)
		amount = conceded
	}
	if amount.tooLarge() {
		return refuse(CodeTooLarge)
	}
	w.sums = append(w.sums, amount)
	w.steps = append(w.steps, steps.done...)
	return nil
}

// sum adds all lines up, exactly. One line alone needs no step of its own.
func (w *work) sum() Number {
	var sum Number
	for _, addend := range w.sums {
		sum = sum.Add(addend)
	}
	if len(w.sums) != 1 {
		w.steps = append(w.steps, sumStep(w.sums, sum))
	}
	return sum
}

// bound returns the sum kept within the rule's Least and Most: times the months on which the rule applied, or as they are
// where LimitPer is Period.
func (w *work) bound(sum Number) (Number, error) {
	rule := w.last().rule
	if rule.Least == "" && rule.Most == "" {
		return sum, nil
	}
	here := sceneOf(w.facts, w.from, w.to, rule.Proration, w.from)
	times := w.months
	if rule.LimitPer == Period {
		times = Whole(1)
	}
	bounds, err := here.bounds(rule.Least, rule.Most)
	if err != nil {
		return Number{}, err
	}
	per := Month
	if rule.LimitPer == Period {
		per = Period
	}
	bounded, step := bounds.keep(sum, times, per)
	if step != "" {
		w.steps = append(w.steps, step)
	}
	return bounded, nil
}
