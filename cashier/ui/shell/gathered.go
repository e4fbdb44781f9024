package shell

// Gathered lets many who want the same work done have it done once: who asks while it is under way has it done once more after it. Use it on
// the UI thread alone.
type Gathered struct{ isRunning, isWanted bool }

// Begin says whether to begin the work now; where it is under way already, it is to be done once more when it ends.
func (g *Gathered) Begin() bool {
	if g.isRunning {
		g.isWanted = true
		return false
	}
	g.isRunning = true
	return true
}

// End says that the work ended, and whether somebody wants it once more.
func (g *Gathered) End() (again bool) {
	again = g.isWanted
	*g = Gathered{}
	return again
}
