// Package meter holds the estate's meters (表计) and their readings (抄表): what a dial showed on which day, what was used
// between two readings, and whether a new reading can be believed.
//
// It owns the judging of readings against a meter's own past, the import of a whole sheet, the change of a meter and of
// its multiplier, and the sums of usage that bills are made from. It must never import the rooms that bill. What holds: a
// reading's usage is frozen when it is taken; the usages of a meter's readings add up to what its dials went round, over a
// roll-over and over a change of the meter; only the newest reading of a meter is ever corrected.
package meter
