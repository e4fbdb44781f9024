// Package parking prices a stay by its time (临时停车): from when a car came in to when it goes out, under a plan of
// windows (day and night, workday, weekend and holiday), with free minutes, first segments, caps and monthly cards, and
// with every step that leads to the amount. It is pure: no clock, no file, no table, and the same input has the same
// result whatever the machine's time zone.
//
// How a stay is priced:
//
//   - Both times are cut to the minute; a stay is the minutes from the entry up to, not including, the exit.
//   - Minutes under a card are taken out. What is left may be free (FreeMinutes), or begin with free minutes.
//   - Each charged minute lies in one window: the one that covers its clock time for the kind of its own day, so that the
//     kind changes at midnight. Staying in the same window over midnight is one passing through it.
//   - Time is counted in blocks. A block is priced by the window and the rate in which it begins, counts for the day in
//     which it begins, and runs on over a change of window unless BlocksRestart says otherwise.
//   - A kind of vehicle multiplies the prices by its factor, and unless the plan says otherwise the bounds with them.
//   - What is charged adds up in the order of time; the window's cap cuts first, then that of the day of the stay, then the
//     stay's.
//   - The least sum and the one rounding come last.
//
// Because a later exit only adds minutes at the end, no stay ever costs less than a shorter one from the same entry.
//
// Amounts are counted in whole hundred-millionths of a yuan. A price has at most six decimals, the factor of a vehicle two, and
// their product is only ever multiplied by a whole number of blocks, so every sum is exact; the only rounding is the plan's own.
//
// The package imports money and calendar and nothing else of the book.
package parking
