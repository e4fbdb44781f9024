package faultvfs

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"strings"
)

// sectorBytes is what a disk writes whole or not at all.
const sectorBytes = 512

// Loss is what happens to the writes that were not synced when the power went.
type Loss int

// The losses: everything unsynced is gone, nothing is, each write is there or not, each sector of each write is there or not.
const (
	DropAll Loss = iota
	KeepAll
	Subset
	Torn
)

// String names the loss in a failure.
func (l Loss) String() string {
	return [...]string{"all dropped", "all kept", "some writes", "torn sectors"}[l]
}

// act is what happened to a file or to the names in a directory.
type act int

const (
	opBase act = iota // what the file held before the recording
	opWrite
	opTruncate
	opSync
	opMake
	opRemove
	opRename
	opSyncNames
)

// op is one thing that happened. path and to are names, offset the place of a write or the new length of a
// truncation, in bytes. A write belongs to an inode and not to a name, because a file keeps its content when it is
// renamed.
type op struct {
	act      act
	inode    int
	path, to string
	offset   int64
	data     []byte
}

// Recording is everything that happened to the files since Record, in order. It has the positions 0 to Position: at
// position n the first n things have happened, and the power can be cut there.
type Recording struct {
	ops []op
	// inodes are the numbers, from 1, of the files by their present names; last is the newest number.
	inodes map[string]int
	last   int
	// fresh says, between meet and opened, that the file was not there before.
	fresh bool
}

// Record begins a recording; only one runs at a time. Files must be opened after it.
func Record() (*Recording, error) {
	if err := Register(); err != nil {
		return nil, err
	}
	state.Lock()
	defer state.Unlock()
	if state.recording != nil {
		return nil, fmt.Errorf("a recording runs already")
	}
	state.recording = &Recording{inodes: make(map[string]int)}
	return state.recording, nil
}

// Stop ends the recording.
func (r *Recording) Stop() {
	state.Lock()
	defer state.Unlock()
	state.recording = nil
}

// Position returns the number of things recorded so far. A test notes it after a commit to know what must be there
// from then on.
func (r *Recording) Position() int {
	state.Lock()
	defer state.Unlock()
	return len(r.ops)
}

// Under returns the paths of the database files, not their logs, that begin with prefix and are there now.
func (r *Recording) Under(prefix string) (paths []string) {
	state.Lock()
	defer state.Unlock()
	for path := range r.inodes {
		if strings.HasPrefix(path, prefix) && !strings.Contains(filepath.Base(path), "-") {
			paths = append(paths, path)
		}
	}
	return paths
}

// Renamed notes a rename that the program did by itself, past SQLite and past this VFS.
func (r *Recording) Renamed(from, to string) {
	state.Lock()
	defer state.Unlock()
	r.ops = append(r.ops, op{act: opRename, path: from, to: to})
	r.inodes[to] = r.inodes[from]
	delete(r.inodes, from)
}

// NamesSynced notes that the program synced the directory.
func (r *Recording) NamesSynced() {
	state.Lock()
	defer state.Unlock()
	r.ops = append(r.ops, op{act: opSyncNames})
}

// meet looks at a file before SQLite opens it. What a known file holds is recorded already; the content of an unknown
// one is the state from which the recording begins for it.
func (r *Recording) meet(path string) {
	if r.fresh = false; r.inodes[path] != 0 {
		return
	}
	content, exists := contentOf(path)
	r.last++
	r.inodes[path] = r.last
	if r.fresh = !exists; exists {
		r.ops = append(r.ops, op{act: opBase, inode: r.last, path: path, data: content})
	}
}

// opened notes whether the opening made the file. A file that was not there and could not be opened is forgotten
// again.
func (r *Recording) opened(path string, ok bool) {
	switch {
	case r.fresh && ok:
		r.ops = append(r.ops, op{act: opMake, inode: r.inodes[path], path: path})
	case r.fresh:
		delete(r.inodes, path)
	}
	r.fresh = false
}

// removed notes that SQLite deleted a file, and whether it had the directory synced with it.
func (r *Recording) removed(path string, synced bool) {
	r.ops = append(r.ops, op{act: opRemove, path: path})
	delete(r.inodes, path)
	if synced {
		r.ops = append(r.ops, op{act: opSyncNames})
	}
}

// written notes a write. It keeps a copy, because the buffer belongs to SQLite.
func (r *Recording) written(path string, data []byte, offset int64) {
	r.ops = append(r.ops, op{act: opWrite, inode: r.inodes[path], offset: offset, data: bytes.Clone(data)})
}

func (r *Recording) truncated(path string, size int64) {
	r.ops = append(r.ops, op{act: opTruncate, inode: r.inodes[path], offset: size})
}

func (r *Recording) synced(path string) {
	r.ops = append(r.ops, op{act: opSync, inode: r.inodes[path]})
}

// Disk is the disk as a recording left it at a position. It only moves forward. names are the files that a crash is
// sure to leave, by inode, and renaming the changes of names that are not durable yet. durable is the content, by
// inode, that was synced, and unsynced are the writes since.
type Disk struct {
	recording *Recording
	position  int
	names     map[string]int
	renaming  []op
	durable   map[int][]byte
	unsynced  map[int][]op
}

// Disk returns the disk at position 0 of the recording.
func (r *Recording) Disk() *Disk {
	return &Disk{recording: r, names: make(map[string]int), durable: make(map[int][]byte), unsynced: make(map[int][]op)}
}

// Forward lets everything before position happen; a position that has passed changes nothing.
func (d *Disk) Forward(position int) {
	for ; d.position < position; d.position++ {
		o := d.recording.ops[d.position]
		switch o.act {
		// The file was there before, and is taken as durable.
		case opBase:
			d.names[o.path], d.durable[o.inode] = o.inode, bytes.Clone(o.data)
		case opWrite, opTruncate:
			d.unsynced[o.inode] = append(d.unsynced[o.inode], o)
		// A sync of a file also makes the earlier changes of names durable: see the package comment.
		case opSync:
			for _, write := range d.unsynced[o.inode] {
				d.durable[o.inode] = write.on(d.durable[o.inode])
			}
			d.unsynced[o.inode] = nil
			d.syncNames()
		case opMake, opRemove, opRename:
			d.renaming = append(d.renaming, o)
		case opSyncNames:
			d.syncNames()
		}
	}
}

// syncNames makes all changes of names durable.
func (d *Disk) syncNames() {
	for _, change := range d.renaming {
		change.name(d.names)
	}
	d.renaming = nil
}

// Crash returns the files, by path, that are there when the power comes back. It changes nothing in the disk, so that
// many crashes can be tried at one position. Names reach the disk in order: of the changes that were not durable the
// first few are kept, none with DropAll and all with KeepAll.
func (d *Disk) Crash(random *rand.Rand, loss Loss) map[string][]byte {
	names, kept := maps.Clone(d.names), random.IntN(len(d.renaming)+1)
	switch loss {
	case DropAll:
		kept = 0
	case KeepAll:
		kept = len(d.renaming)
	}
	for _, change := range d.renaming[:kept] {
		change.name(names)
	}
	files := make(map[string][]byte, len(names))
	for path, inode := range names {
		content := bytes.Clone(d.durable[inode])
		for _, write := range d.unsynced[inode] {
			for _, part := range write.survives(random, loss) {
				content = part.on(content)
			}
		}
		files[path] = content
	}
	return files
}

// name does a change of names to names.
func (o op) name(names map[string]int) {
	switch o.act {
	case opMake:
		names[o.path] = o.inode
	case opRemove:
		delete(names, o.path)
	case opRename:
		names[o.to] = names[o.path]
		delete(names, o.path)
	}
}

// on returns a file's content after a write or a truncation; a hole reads as zeros. It may change content in place.
func (o op) on(content []byte) []byte {
	end := int(o.offset) + len(o.data)
	if grow := end - len(content); grow > 0 {
		content = append(content, make([]byte, grow)...)
	}
	if o.act == opTruncate {
		return content[:o.offset]
	}
	copy(content[o.offset:], o.data)
	return content
}

// survives returns what of an unsynced write is on the disk after the cut: all or nothing of it or, with Torn, some
// of its sectors. A truncation is never torn.
func (o op) survives(random *rand.Rand, loss Loss) []op {
	switch {
	case loss == DropAll:
		return nil
	case loss == KeepAll:
		return []op{o}
	case loss == Subset || o.act == opTruncate:
		if random.IntN(2) == 0 {
			return nil
		}
		return []op{o}
	}
	var parts []op
	for start := int64(0); start < int64(len(o.data)); {
		// The first part ends at the next boundary of a sector, because a write need not begin at one.
		end := min(int64(len(o.data)), start+sectorBytes-(o.offset+start)%sectorBytes)
		if random.IntN(2) == 0 {
			parts = append(parts, op{act: opWrite, inode: o.inode, offset: o.offset + start, data: o.data[start:end]})
		}
		start = end
	}
	return parts
}
