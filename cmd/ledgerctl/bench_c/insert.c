/*
 * Inserts rows into a copy of a book as fast as C can: what a bill run is measured against.
 *
 *   insert BOOK DUMP
 *
 * The dump is little-endian. It holds the settings of the connection, then the statements (both as a 32-bit count and
 * texts of a 32-bit length), then the rows in the order in which the run wrote them: a byte that numbers the statement and
 * for each of its parameters a byte for the type and the value. A statement's number 255 ends it. The whole dump is in
 * memory before the clock starts; the clock runs from BEGIN until COMMIT has returned, and its milliseconds are printed.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "sqlite3-binding.h"

enum { statements_most = 16, end_of_dump = 255 };

static sqlite3 *book;

static void fail(const char *what) {
	fprintf(stderr, "insert: %s: %s\n", what, book ? sqlite3_errmsg(book) : "");
	exit(1);
}

static void run(const char *sql) {
	if (sqlite3_exec(book, sql, 0, 0, 0) != SQLITE_OK) fail(sql);
}

static const unsigned char *load(const char *path) {
	struct stat about;
	int file = open(path, O_RDONLY);
	if (file < 0 || fstat(file, &about) != 0) fail(path);
	const unsigned char *all = mmap(0, about.st_size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, file, 0);
	if (all == MAP_FAILED) fail(path);
	return all;
}

static uint32_t number32(const unsigned char **at) {
	uint32_t number;
	memcpy(&number, *at, sizeof number);
	*at += sizeof number;
	return number;
}

static char *text(const unsigned char **at) {
	uint32_t length = number32(at);
	char *copy = malloc(length + 1);
	if (!copy) fail("memory");
	memcpy(copy, *at, length);
	copy[length] = 0;
	*at += length;
	return copy;
}

/* Binds one value without copying it. */
static int bind(sqlite3_stmt *statement, int position, const unsigned char **at) {
	unsigned char type = *(*at)++;
	int64_t number;
	uint32_t length;
	const unsigned char *bytes;
	switch (type) {
	case 'n':
		return sqlite3_bind_null(statement, position);
	case 'i':
		memcpy(&number, *at, sizeof number);
		*at += sizeof number;
		return sqlite3_bind_int64(statement, position, number);
	case 't':
	case 'b':
		length = number32(at);
		bytes = *at;
		*at += length;
		if (type == 't') return sqlite3_bind_text(statement, position, (const char *)bytes, length, SQLITE_STATIC);
		return sqlite3_bind_blob(statement, position, bytes, length, SQLITE_STATIC);
	}
	return SQLITE_MISUSE;
}

static void insert(sqlite3_stmt **statements, const int *parameters, const unsigned char *at) {
	run("BEGIN IMMEDIATE");
	for (unsigned char which; (which = *at++) != end_of_dump;) {
		sqlite3_stmt *statement = statements[which];
		for (int i = 1; i <= parameters[which]; i++) {
			if (bind(statement, i, &at) != SQLITE_OK) fail("bind");
		}
		if (sqlite3_step(statement) != SQLITE_DONE) fail("step");
		if (sqlite3_reset(statement) != SQLITE_OK) fail("reset");
	}
	run("COMMIT");
}

int main(int count, char **arguments) {
	if (count != 3) fail("BOOK and DUMP are wanted");
	const unsigned char *at = load(arguments[2]);
	if (sqlite3_open_v2(arguments[1], &book, SQLITE_OPEN_READWRITE, 0) != SQLITE_OK) fail(arguments[1]);
	if (sqlite3_db_config(book, SQLITE_DBCONFIG_DEFENSIVE, 1, 0) != SQLITE_OK) fail("defensive");
	for (uint32_t settings = number32(&at); settings > 0; settings--) {
		char *sql = text(&at);
		run(sql);
		free(sql);
	}
	sqlite3_stmt *statements[statements_most];
	int parameters[statements_most];
	uint32_t tables = number32(&at);
	if (tables > statements_most) fail("too many statements");
	for (uint32_t i = 0; i < tables; i++) {
		char *sql = text(&at);
		if (sqlite3_prepare_v3(book, sql, -1, SQLITE_PREPARE_PERSISTENT, &statements[i], 0) != SQLITE_OK) fail(sql);
		parameters[i] = sqlite3_bind_parameter_count(statements[i]);
		free(sql);
	}
	struct timespec from, to;
	clock_gettime(CLOCK_MONOTONIC, &from);
	insert(statements, parameters, at);
	clock_gettime(CLOCK_MONOTONIC, &to);
	for (uint32_t i = 0; i < tables; i++) sqlite3_finalize(statements[i]);
	if (sqlite3_close(book) != SQLITE_OK) fail("close");
	printf("%.3f\n", (to.tv_sec - from.tv_sec) * 1e3 + (to.tv_nsec - from.tv_nsec) / 1e6);
	return 0;
}
