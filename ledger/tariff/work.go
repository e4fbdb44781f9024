package tariff

import "slices"

// work is one amount while it is worked out.
type work struct {
	facts    *Facts
	from, to day     // the whole span, both days included
	pieces   []piece // in order, at least one
	// versions are those of the days that readings cover, in order; granted are all concessions of these days.
	versions []begun
	granted  []grant

	applies bool // the rule's conditions hold on some part of the span
	// excluded is the first condition that left a piece out.
	excluded *Condition
	// months and days are those of the pieces on which the rule applies.
	months, days Number
	addends      []addend
	// sums are the months of a rule that has bounds, beside what lines come to that have no month.
	sums   monthSums
	beside []besides
	// held are the months of lines with bounds, runs counts for each place how often its line became another one, before is the
	// version of the piece before.
	held   []heldMonth
	runs   [linesMost]int
	before *Rule
	// partDays and partLeft are those of the parts of metered lines' days on which the rule applies.
	partDays, partLeft Number
	// since is the first day whose limits a metered line of the last version has, covered are the days of the first metered line.
	since     day
	covered   *covered
	taken     uint32 // see Result.Taken
	sinceTold bool   // that a month before was not read has been said
	// limitsTold says that this was said with the months whose limits there are.
	limitsTold bool
	// uncounted is the part of a month, such as 0天/30天, that the days of lines by time come to where it is none.
	uncounted string
	intro     []string // what stands before the steps of the next addend
	steps     []string
}

// last returns the piece of the span's last day, whose version decides about bounds, rounding and lines charged once.
func (w *work) last() *piece { return &w.pieces[len(w.pieces)-1] }

// span returns the days of the whole span.
func (w *work) span() days { return days{w.from, w.to} }

// monthsOn counts the months of days of a piece as a part of the span's, by the proration of the version that holds there.
func (w *work) monthsOn(p *piece, on days) Number {
	return monthsIn(on, w.span(), p.rule.Proration, w.facts.MonthDay)
}

// result works out the pieces, then the lines charged once, and bounds and rounds their sum. A rule that applies on no piece
// has an amount of 0 and one step that says which condition left the room out.
func (w *work) result() (Result, error) {
	w.sums = w.monthSums()
	for i := range w.pieces {
		if err := w.piece(&w.pieces[i]); err != nil {
			return Result{}, err
		}
	}
	if err := w.holdMonths(); err != nil {
		return Result{}, err
	}
	if err := w.once(); err != nil {
		return Result{}, err
	}
	if err := w.meteredLines(); err != nil {
		return Result{}, err
	}
	if !w.applies {
		return Result{Steps: []string{excludedStep(w.excluded)}}, nil
	}
	exact, err := w.sum()
	if err != nil {
		return Result{}, err
	}
	amount, err := w.last().rule.Rounding.round(exact)
	if err != nil {
		return Result{}, err
	}
	w.roundStep(exact, amount)
	result := Result{Applies: true, AmountFen: amount, Exact: exact, Steps: w.steps, Taken: w.taken}
	if lengthOf(w.steps) > stepsMost {
		result.brief = w.brief(exact, amount)
	}
	return result, nil
}

// sceneOf returns the scene of one piece by the proration of the version that holds there.
func (w *work) sceneOf(p *piece) scene {
	return sceneOf(w.facts, days{p.from, p.to}, w.span(), p.rule.Proration)
}

// piece adds the lines that count by time on one piece. A rule conditioned on the month is tried month by month, and applies
// to the piece where it holds in any of them; w.months counts only those in which it does.
func (w *work) piece(p *piece) error {
	w.begin(p)
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
		w.apply(p, &here)
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
	w.applied(p)
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
			if p.rule.Proration == By360 {
				w.uncounted = here.uncountedText()
			}
			continue
		}
		steps := stepsOf(line, here, len(w.pieces) > 1 || monthly)
		c, err := here.amount(line, steps)
		if err != nil {
			return err
		}
		amount := c.amount
		left := steps.concedeAll(line, p.granted, amount)
		if err := w.add(line, steps, amount, left); err != nil {
			return err
		}
		w.addends[len(w.addends)-1].timed = true
		w.spread(p, line, days{here.from, here.to}, amount)
		w.hold(p, index, here, c)
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

// once adds the lines that count neither by time nor a usage. They are charged once, for the whole span, by the version of its
// last day; a concession lowers them by its days of the span.
func (w *work) once() error {
	p := w.last()
	if !slices.ContainsFunc(p.rule.Lines, func(line Line) bool { return line.time() == Period && len(line.metered()) == 0 }) {
		return nil
	}
	here := sceneOf(w.facts, w.span(), w.span(), p.rule.Proration)
	if failing, err := here.failing(p.rule.When); err != nil || failing != nil {
		return err
	}
	for i := range p.rule.Lines {
		line := &p.rule.Lines[i]
		if line.time() != Period || len(line.metered()) > 0 {
			continue
		}
		failing, err := here.failing(line.When)
		if err == nil && failing == nil {
			err = w.charge(line, &here, w.from, w.to, "", func(from, to day) (Number, error) { return partOf(from, to, w.from, w.to), nil })
		}
		if err != nil {
			return inLine(err, i)
		}
	}
	return nil
}

// chargePart adds one part of a metered line.
func (w *work) chargePart(line *Line, p *part) error {
	here := w.sceneOfPart(p, w.last().rule.Split != SplitLast)
	dated := ""
	if !p.isWhole {
		dated = dates(p.from, p.to) + p.how()
	}
	return w.charge(line, &here, p.from, p.to, dated, func(from, to day) (Number, error) { return p.weight(from, to, p.from, p.to) })
}

// charge adds what a line that is charged once comes to on the days from..to. Weight returns which part of it each stretch of
// concessions has; dated are the days that the steps name, "" for none.
func (w *work) charge(line *Line, here *scene, from, to day, dated string, weight func(from, to day) (Number, error)) error {
	steps := stepsOf(line, here, false)
	steps.date(dated)
	c, err := here.amount(line, steps)
	if err != nil {
		return err
	}
	amount := c.amount
	stretches := cut([]begun{{}}, w.granted, from, to)
	w.takeBeside(line, amount, stretches)
	if len(stretches) == 1 {
		return w.add(line, steps, amount, steps.concedeAll(line, stretches[0].granted, amount))
	}
	var left Number
	for _, stretch := range stretches {
		share, err := weight(stretch.from, stretch.to)
		if line.Formula == "" && c.amount.Cmp(c.asked) != 0 {
			// A bound made one sum of all days, whatever was used on each. What a formula comes to is parted after its bounds.
			share = partOf(stretch.from, stretch.to, from, to)
		}
		if err != nil {
			return err
		}
		left = left.Add(steps.concedeStretch(line, stretch, amount.Mul(share)))
	}
	return w.add(line, steps, amount, left)
}

// addend is what a line came to on one piece, in yuan, before and after concessions, with the steps of each.
type addend struct {
	name           string
	gross, left    Number
	steps, concede []string
	timed          bool // the line counts by time
}

// add takes in what a line comes to.
func (w *work) add(line *Line, steps *steps, gross, left Number) error {
	if gross.tooLarge() || left.tooLarge() {
		return refuse(CodeTooLarge)
	}
	if len(w.intro) > 0 {
		steps.done, w.intro = append(w.intro, steps.done...), nil
	}
	for i := range w.last().rule.Lines {
		if line == &w.last().rule.Lines[i] {
			w.taken |= 1 << i
		}
	}
	w.addends = append(w.addends, addend{name: line.Name, gross: gross, left: left, steps: steps.done, concede: steps.conceded})
	return nil
}

// sum adds all lines up, holds the sum within the rule's Least and Most and takes the concessions off. Where neither bound
// binds, the steps show each line with its own concessions.
func (w *work) sum() (Number, error) {
	var gross, left Number
	for _, a := range w.addends {
		gross, left = gross.Add(a.gross), left.Add(a.left)
	}
	bounded, err := w.bound(gross)
	if err != nil {
		return Number{}, err
	}
	if !bounded.binds {
		w.explain(left, true)
		return left, nil
	}
	w.explain(gross, false)
	w.steps = append(w.steps, bounded.steps...)
	amount, err := w.leftOf(bounded)
	if err == nil && amount.Cmp(bounded.amount) != 0 {
		w.steps = append(w.steps, concededStep(w.pieces, w.granted, bounded.amount, amount))
	}
	return amount, err
}

// leftOf returns what concessions leave of a bounded sum.
func (w *work) leftOf(bounded bound) (Number, error) {
	if bounded.monthly {
		return w.sums.conceded()
	}
	return bounded.amount.Mul(w.share()), nil
}

// explain adds the steps of all lines, with or without their concessions, and that of their sum. One line alone needs no step of
// its own for it.
func (w *work) explain(sum Number, conceded bool) {
	if len(w.addends) == 1 {
		// Nearly every bill has one line.
		w.steps = w.addends[0].steps
		if conceded {
			w.steps = append(w.steps, w.addends[0].concede...)
		}
		return
	}
	if len(w.addends) == 0 && w.uncounted != "" {
		w.steps = append(w.steps, w.uncounted+" = 0")
		return
	}
	sums := make([]Number, len(w.addends))
	for i, a := range w.addends {
		w.steps = append(w.steps, a.steps...)
		sums[i] = a.gross
		if conceded {
			w.steps = append(w.steps, a.concede...)
			sums[i] = a.left
		}
	}
	w.steps = append(w.steps, sumStep(sums, sum))
}
