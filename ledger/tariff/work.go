package tariff

import "slices"

// work is one amount while it is worked out.
type work struct {
	facts    *Facts
	from, to day
	pieces   []piece

	applies bool
	// excluded is the first condition that left a piece out.
	excluded *Condition
	// months are those of the pieces on which the rule applies.
	months Number
	sums   []Number
	steps  []string
}

func (w *work) last() *piece { return &w.pieces[len(w.pieces)-1] }

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

func (w *work) sceneOf(p *piece) scene {
	return sceneOf(w.facts, p.from, p.to, p.rule.Proration, w.from)
}

// piece adds the lines that count by time on one piece.
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

// once adds the lines that do not count by time: the whole span, the version and the concessions of its last day.
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

// charge adds what a line comes to on one scene, times the concessions of the piece.
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

// bound keeps the sum within the rule's Least and Most.
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
