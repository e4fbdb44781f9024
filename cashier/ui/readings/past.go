package readings

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"shouqi/cashier/metering"
	"shouqi/cashier/ui/look"
	"shouqi/cashier/ui/widgets"
	"shouqi/ledger/meter"
	"shouqi/ledger/tariff"
)

// pastShown is how many readings of a meter stand beside a new one: a year by the month.
const pastShown = 12

// past keeps what the book has of the meters of the rooms that were looked at.
type past struct {
	screen *Screen
	rooms  map[string][]metering.RoomMeters
	asking map[string]bool
}

func newPast(screen *Screen) past {
	return past{screen: screen, rooms: map[string][]metering.RoomMeters{}, asking: map[string]bool{}}
}

// read asks the book for the meters of a room once; arrived is called when they are there.
func (p past) read(room string, arrived func()) {
	if p.asking[room] || p.screen.counter == nil {
		return
	}
	p.asking[room] = true
	var meters []metering.RoomMeters
	p.screen.Frame.Run("", func(ctx context.Context, _ func(done, total int)) (err error) {
		meters, err = p.screen.counter.Metering.MetersOf(ctx, room)
		return err
	}, func(err error) {
		if err == nil { // a room that is not in the book has no past
			p.rooms[room] = meters
			arrived()
		}
	})
}

// draw shows the usages of a reading's meter, the newest first, each as a bar beside its figure.
func (p past) draw(j *meter.Judged, width float32, arrived func()) fyne.CanvasObject {
	text := p.screen.Frame.Text
	meters, known := p.rooms[j.Room]
	if !known {
		p.read(j.Room, arrived)
	}
	var readings []meter.Reading
	for _, m := range meters {
		if m.Meter.Kind == j.Kind {
			for _, reading := range m.Readings {
				if !reading.Undone && len(readings) < pastShown {
					readings = append(readings, reading)
				}
			}
		}
	}
	if len(readings) == 0 {
		return look.Text(text("readings.past.none"), look.SmallSize(), look.Ink2())
	}
	return bars(text, readings, width)
}

// bars draws usages as bars of width points at most, the largest over the whole of it.
func bars(text words, readings []meter.Reading, width float32) fyne.CanvasObject {
	most := tariff.Whole(1)
	for _, reading := range readings {
		most = most.Max(reading.Usage)
	}
	list := widgets.VStack(2, look.Text(text("readings.past"), look.SmallSize(), look.Ink2()))
	for _, reading := range readings {
		list.Add(bar(reading, most, width))
	}
	return list
}

// barSteps is how finely a bar is cut: usages are exact numbers and are compared as such.
const barSteps = 40

func bar(reading meter.Reading, most tariff.Number, width float32) fyne.CanvasObject {
	steps := 0
	for step := int64(1); step <= barSteps && reading.Usage.Mul(tariff.Whole(barSteps)).Cmp(most.Mul(tariff.Whole(step))) >= 0; step++ {
		steps++
	}
	label, figure := look.Scaled(76), look.Scaled(80)
	line := canvas.NewRectangle(look.JadeTint())
	if reading.Kept {
		line.FillColor = look.AmberTint()
	}
	line.CornerRadius = 3
	most32 := max(width-label-figure, 20)
	on := look.Text(reading.ForOn.Month(), look.SmallSize(), look.Ink2())
	used := look.Text(reading.Usage.Text(), look.SmallSize(), look.Ink())
	used.Alignment = fyne.TextAlignTrailing
	return container.New(barLayout{label: label, figure: figure, bar: most32 * float32(steps) / barSteps}, on, line, used)
}

// barLayout sets a label, a bar of its own width, and a figure at the right.
type barLayout struct{ label, figure, bar float32 }

// Layout implements fyne.Layout.
func (l barLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for index, object := range objects {
		height := object.MinSize().Height
		switch index {
		case 0:
			object.Resize(fyne.NewSize(l.label, height))
			object.Move(fyne.NewPos(0, (size.Height-height)/2))
		case 1:
			object.Resize(fyne.NewSize(l.bar, size.Height-8))
			object.Move(fyne.NewPos(l.label, 4))
		default:
			object.Resize(fyne.NewSize(l.figure, height))
			object.Move(fyne.NewPos(size.Width-l.figure, (size.Height-height)/2))
		}
	}
}

// MinSize implements fyne.Layout.
func (l barLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(l.label+l.figure, objects[0].MinSize().Height)
}
