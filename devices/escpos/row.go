package escpos

import (
	"fmt"
	"strings"
)

// rowLines lays the cells of one row side by side on lines of columns. Every cell but the last keeps its final
// column empty, so that neighbours never touch. Left and centred cells wrap; a right-aligned cell is a figure and
// never breaks: where one does not fit its cell, the cells go below one another instead.
func rowLines(cells []Cell, columns int) ([]string, error) {
	widths, err := cellWidths(cells, columns)
	if err != nil {
		return nil, err
	}
	wrapped := make([][]string, len(cells))
	height := 0
	for i, cell := range cells {
		room := widths[i]
		if i < len(cells)-1 {
			room--
		}
		if cell.Align == Right && Width(cell.Text) > room || room < 2 && cell.Text != "" && Width(cell.Text) > room {
			return stacked(cells, columns), nil
		}
		wrapped[i] = Wrap(cell.Text, room)
		for j, text := range wrapped[i] {
			wrapped[i][j] = align(text, cell.Align, room)
		}
		height = max(height, len(wrapped[i]))
	}
	lines := make([]string, height)
	for n := range lines {
		var line strings.Builder
		for i := range cells {
			text := ""
			if n < len(wrapped[i]) {
				text = wrapped[i][n]
			}
			line.WriteString(PadRight(text, widths[i]))
		}
		lines[n] = strings.TrimRight(line.String(), " ")
	}
	return lines, nil
}

// cellWidths returns each cell its columns; the one cell of width 0 gets what the others leave.
func cellWidths(cells []Cell, columns int) ([]int, error) {
	widths := make([]int, len(cells))
	used, open := 0, -1
	for i, cell := range cells {
		switch {
		case cell.Width < 0 || cell.Width > columns:
			return nil, fmt.Errorf("escpos: cell of %d columns on a line of %d", cell.Width, columns)
		case cell.Width == 0 && open >= 0:
			return nil, fmt.Errorf("escpos: two cells of open width in one row")
		case cell.Width == 0:
			open = i
		}
		widths[i] = cell.Width
		used += cell.Width
	}
	if open >= 0 {
		widths[open] = columns - used
	}
	if used > columns || open >= 0 && widths[open] < 1 {
		return nil, fmt.Errorf("escpos: cells of %d columns on a line of %d", used, columns)
	}
	return widths, nil
}

// bigLines puts left and right at the two sides of one line where they fit whole, and else right below left: where few columns are, a label
// that wraps beside its figure cannot be read.
func bigLines(left, right string, columns int) []string {
	if gap := columns - Width(left) - Width(right); right != "" && gap > 0 {
		return []string{left + strings.Repeat(" ", gap) + right}
	}
	return stacked([]Cell{{Text: left}, {Text: right, Align: Right}}, columns)
}

// stacked puts each cell on lines of its own, keeping its side.
func stacked(cells []Cell, columns int) []string {
	var lines []string
	for _, cell := range cells {
		if cell.Text == "" {
			continue
		}
		for _, text := range Wrap(cell.Text, columns) {
			lines = append(lines, align(text, cell.Align, columns))
		}
	}
	return lines
}

func align(text string, side Align, columns int) string {
	switch side {
	case Right:
		return PadLeft(text, columns)
	case Center:
		return strings.Repeat(" ", max(0, columns-Width(text))/2) + text
	}
	return text
}
