/*
 * sioload - a small and cheap load generator for Socket.IO servers.
 *
 * One thread, one epoll loop, no dependency but libc.  It speaks Engine.IO v4
 * and Socket.IO protocol v5 as a client, over WebSocket, HTTP long-polling, or
 * polling upgraded to WebSocket, against servers that implement the handler
 * contract of README.md.  Every reply is checked; whatever is wrong, lost or
 * duplicated is counted, printed, and turned into a non-zero exit status.
 *
 * It only ever connects to 127.0.0.0/8.
 *
 * Build: make
 * Usage: sioload SCENARIO [options], see usage() or README.md
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define NS_PER_S    1000000000ull
#define NS_PER_MS   1000000ull
#define MAX_CLIENTS 200000u
#define MAX_PAYLOAD (1u << 20)
#define MAX_MESSAGE (4u << 20) /* largest frame or HTTP response accepted */
#define MAX_PIDS    8
#define RECORD_SEP  '\x1e' /* between the packets of a polling payload */

/* ------------------------------------------------------------------------ */
/* Options                                                                  */

enum transport { TR_WEBSOCKET, TR_POLLING, TR_UPGRADE };

static const char *const transport_names[] = { "websocket", "polling", "upgrade" };

static struct options {
	const char *label;
	const char *host;
	const char *path;
	const char *nsp;
	const char *ready_file;
	in_addr_t addr;
	uint16_t port;
	uint16_t emit_port; /* port of the broadcasting client; 0: as the others */
	enum transport transport;
	unsigned clients;
	unsigned inflight;
	unsigned payload;
	unsigned rooms;
	unsigned own_rooms; /* connect, idle: rooms of its own that each client makes */
	unsigned window;  /* handshakes in flight */
	unsigned sources; /* source addresses to spread connections over */
	double rate;      /* emissions per second; 0: closed loop */
	double warmup, measure, hold, timeout, connect_timeout;
	int pids[MAX_PIDS];
	unsigned n_pids;
} opt = {
	.host = "127.0.0.1",
	.path = "/socket.io/",
	.nsp = "/",
	.port = 3000,
	.clients = 100,
	.inflight = 1,
	.payload = 64,
	.rooms = 10,
	.window = 64,
	.sources = 8,
	.warmup = 3,
	.measure = 6,
	.hold = 5,
	.timeout = 5,
	.connect_timeout = 60,
};

/* ------------------------------------------------------------------------ */
/* Errors: counted by kind, the first one described                         */

enum err {
	E_CONNECT,    /* connection or handshake failed */
	E_HTTP,       /* unexpected HTTP status or malformed response */
	E_PROTOCOL,   /* WebSocket, Engine.IO or Socket.IO framing violated */
	E_PAYLOAD,    /* message arrived with other content than was sent */
	E_UNEXPECTED, /* well-formed packet nobody asked for */
	E_MISROUTED,  /* delivery of a room the client is not in */
	E_DUPLICATE,  /* same ack or delivery seen twice */
	E_LOST,       /* ack or delivery that never came */
	E_TIMEOUT,    /* closed loop had to go on without all receivers */
	E_DISCONNECT, /* server closed a connection in use */
	E_KINDS
};

static const char *const err_names[E_KINDS] = {
	"connect",   "http",      "protocol", "payload", "unexpected",
	"misrouted", "duplicate", "lost",     "timeout", "disconnect",
};

static uint64_t err_counts[E_KINDS];
static char err_first[256];

__attribute__((format(printf, 3, 4)))
static void error_n(enum err kind, uint64_t n, const char *fmt, ...)
{
	if (n == 0)
		return;
	err_counts[kind] += n;
	if (err_first[0] == '\0') {
		va_list ap;
		va_start(ap, fmt);
		vsnprintf(err_first, sizeof err_first, fmt, ap);
		va_end(ap);
		fprintf(stderr, "sioload: first error: %s: %s\n", err_names[kind], err_first);
	}
}

#define error(kind, ...) error_n(kind, 1, __VA_ARGS__)

__attribute__((format(printf, 1, 2), noreturn))
static void die(const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	fputs("sioload: ", stderr);
	vfprintf(stderr, fmt, ap);
	fputc('\n', stderr);
	va_end(ap);
	exit(2);
}

/* ------------------------------------------------------------------------ */
/* Small tools: clock, random, buffers, histogram                           */

static uint64_t now; /* nanoseconds, refreshed on every receive and every tick */

static uint64_t clock_ns(void)
{
	struct timespec ts;
	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * NS_PER_S + (uint64_t)ts.tv_nsec;
}

static uint64_t seconds(double s)
{
	return (uint64_t)(s * 1e9);
}

static uint32_t random32(void) /* xorshift64*, for frame masks only */
{
	static uint64_t x = 0x9e3779b97f4a7c15ull;
	x ^= x >> 12;
	x ^= x << 25;
	x ^= x >> 27;
	return (uint32_t)((x * 0x2545f4914f6cdd1dull) >> 32);
}

struct buf {
	unsigned char *data;
	size_t len, cap;
};

static unsigned char *buf_extend(struct buf *b, size_t n)
{
	if (b->len + n > b->cap) {
		size_t cap = b->cap ? b->cap : 256;
		while (cap < b->len + n)
			cap *= 2;
		b->data = realloc(b->data, cap);
		if (!b->data)
			die("out of memory");
		b->cap = cap;
	}
	unsigned char *at = b->data + b->len;
	b->len += n;
	return at;
}

static void buf_append(struct buf *b, const void *data, size_t n)
{
	memcpy(buf_extend(b, n), data, n);
}

static void buf_clear(struct buf *b)
{
	b->len = 0;
}

/* Logarithmic histogram: 64 linear steps per power of two, so 1.6 % wide. */
#define HIST_BITS  6
#define HIST_STEPS (1u << HIST_BITS)
struct hist {
	uint64_t n, max;
	uint64_t bucket[(64 - HIST_BITS + 1) * HIST_STEPS];
};

static void hist_add(struct hist *h, uint64_t v)
{
	size_t i = v;
	if (v >= HIST_STEPS) {
		unsigned shift = 63 - (unsigned)__builtin_clzll(v) - HIST_BITS;
		i = (size_t)shift * HIST_STEPS + (v >> shift);
	}
	h->bucket[i]++;
	h->n++;
	if (v > h->max)
		h->max = v;
}

static double hist_quantile_us(const struct hist *h, double q)
{
	uint64_t want = (uint64_t)(q * (double)h->n + 0.5), seen = 0;
	if (want == 0)
		want = 1;
	for (size_t i = 0; i < sizeof h->bucket / sizeof *h->bucket; i++) {
		seen += h->bucket[i];
		if (seen >= want) {
			if (i < 2 * HIST_STEPS)
				return (double)i / 1e3;
			unsigned shift = (unsigned)(i / HIST_STEPS) - 1;
			uint64_t low = (uint64_t)(i - (size_t)shift * HIST_STEPS) << shift;
			return ((double)low + (double)(1ull << shift) / 2) / 1e3;
		}
	}
	return 0;
}

static void hist_print(FILE *f, const char *name, const struct hist *h)
{
	fprintf(f, ",\"%s\":{\"n\":%" PRIu64 ",\"p50\":%.1f,\"p90\":%.1f,\"p99\":%.1f,\"p999\":%.1f,\"max\":%.1f}",
	        name, h->n, hist_quantile_us(h, .5), hist_quantile_us(h, .9), hist_quantile_us(h, .99),
	        hist_quantile_us(h, .999), (double)h->max / 1e3);
}

/* ------------------------------------------------------------------------ */
/* Resource usage of the server, of this process, and of the machine        */

struct usage {
	uint64_t at;
	double server_cpu, server_sys, self_cpu, machine_cpu, steal;
	double pid_cpu[MAX_PIDS]; /* of each server process */
	long rss_kb, peak_rss_kb;
};

static bool read_file(const char *path, char *out, size_t size)
{
	FILE *f = fopen(path, "r");
	if (!f)
		return false;
	size_t n = fread(out, 1, size - 1, f);
	out[n] = '\0';
	fclose(f);
	return n > 0;
}

static long status_kb(const char *status, const char *key)
{
	const char *p = strstr(status, key);
	return p ? strtol(p + strlen(key), NULL, 10) : 0;
}

static void usage_take(struct usage *u)
{
	char path[64], text[8192];
	double hz = (double)sysconf(_SC_CLK_TCK);
	memset(u, 0, sizeof *u);
	for (unsigned i = 0; i < opt.n_pids; i++) {
		snprintf(path, sizeof path, "/proc/%d/stat", opt.pids[i]);
		unsigned long ut = 0, st = 0;
		char *p;
		if (!read_file(path, text, sizeof text) || !(p = strrchr(text, ')')) ||
		    sscanf(p + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &ut, &st) != 2) {
			error(E_CONNECT, "server process %d is gone", opt.pids[i]);
			continue;
		}
		u->pid_cpu[i] = (double)(ut + st) / hz;
		u->server_cpu += u->pid_cpu[i];
		u->server_sys += (double)st / hz;
		snprintf(path, sizeof path, "/proc/%d/status", opt.pids[i]);
		if (read_file(path, text, sizeof text)) {
			u->rss_kb += status_kb(text, "VmRSS:");
			u->peak_rss_kb += status_kb(text, "VmHWM:");
		}
	}
	struct rusage ru;
	getrusage(RUSAGE_SELF, &ru);
	u->self_cpu = (double)(ru.ru_utime.tv_sec + ru.ru_stime.tv_sec) +
	              (double)(ru.ru_utime.tv_usec + ru.ru_stime.tv_usec) / 1e6;
	double v[8] = { 0 };
	if (read_file("/proc/stat", text, sizeof text) &&
	    sscanf(text, "cpu %lf %lf %lf %lf %lf %lf %lf %lf", v, v + 1, v + 2, v + 3, v + 4, v + 5, v + 6, v + 7) == 8) {
		u->machine_cpu = (v[0] + v[1] + v[2] + v[5] + v[6]) / hz;
		u->steal = v[7] / hz;
	}
	u->at = clock_ns();
}

/* ------------------------------------------------------------------------ */
/* Clients and their connections                                            */

enum role { ROLE_WS, ROLE_GET, ROLE_POST, ROLES };

struct client;

/* One TCP connection: HTTP first, perhaps a WebSocket later. */
struct chan {
	struct client *client;
	int fd;
	enum role role;
	bool connecting;   /* waiting for connect() to finish */
	bool is_ws;        /* the 101 response has arrived */
	bool requested;    /* an HTTP response is outstanding */
	bool want_write;   /* EPOLLOUT armed */
	bool close_sent;   /* WebSocket close frame sent */
	uint8_t frag_op;   /* opcode of the message being assembled; 0: none */
	unsigned served;   /* HTTP responses received on this connection */
	size_t out_done;   /* bytes of out already written */
	struct buf in;     /* received, not yet parsed */
	struct buf out;    /* to be written */
	struct buf frag;   /* fragments of one message */
	struct buf request; /* polling: the latest request, in case it must be repeated */
};

enum client_state { CL_IDLE, CL_OPENING, CL_UP, CL_CLOSING, CL_FAILED };

/* One message of the echo scenarios; a client has --inflight of these. */
struct slot {
	uint64_t sent_at;
	uint64_t round;
	bool busy;
};

/* Which sequence numbers one receiver has seen: exact for reordering < 64. */
struct seen {
	uint32_t next; /* highest seen + 1 */
	uint64_t mask; /* bit i: next - 1 - i was seen */
	uint32_t unique;
};

struct client {
	unsigned id;
	enum client_state state;
	bool eio_open, nsp_open, probed, on_ws;
	uint16_t port;
	uint32_t members_of; /* room */
	char sid[96];
	uint64_t opened_at;
	struct chan chan[ROLES];
	struct buf post;     /* packets waiting for the POST connection */
	bool bin_pending;    /* binary ack seen, attachment to come */
	uint64_t bin_ack;
	bool checking;       /* final check message outstanding */
	struct slot *slots;
	struct seen seen;
};

static struct client *clients;
static unsigned n_up, n_failed, n_started;
static uint64_t n_pings, n_reconnects, n_reordered;
static int epfd;

/* What a scenario plugs into the engine below. */
struct scenario {
	const char *name;
	void (*connected)(struct client *); /* namespace joined (and upgraded) */
	void (*start)(void);                /* all clients are up: begin to emit */
	void (*ack)(struct client *, uint64_t id, char *data, size_t len);
	void (*event)(struct client *, char *data, size_t len);
	void (*attachment)(struct client *, const unsigned char *data, size_t len);
	void (*tick)(void);
	bool (*quiet)(void); /* nothing outstanding any more */
	void (*finish)(void);
	void (*print)(FILE *);
};

static const struct scenario *scen;

static void client_closed(struct client *cl);
static void client_up(struct client *cl);
static void client_poll(struct client *cl);
static void client_flush(struct client *cl);

static void chan_close(struct chan *ch)
{
	if (ch->fd < 0)
		return;
	close(ch->fd);
	ch->fd = -1;
	ch->connecting = ch->is_ws = ch->requested = ch->want_write = ch->close_sent = false;
	ch->frag_op = 0;
	ch->served = 0;
	ch->out_done = 0;
	buf_clear(&ch->in);
	buf_clear(&ch->out);
	buf_clear(&ch->frag);
}

static bool chan_open(struct chan *ch);
static void chan_flush(struct chan *ch);

/*
 * A keep-alive connection was closed by the server before it answered: repeat
 * the request on a new connection, once, as browsers do.
 */
static bool http_retry(struct chan *ch)
{
	if (ch->role == ROLE_WS || !ch->requested || ch->served == 0 || ch->in.len)
		return false;
	n_reconnects++;
	chan_close(ch);
	if (chan_open(ch)) {
		buf_append(&ch->out, ch->request.data, ch->request.len);
		ch->requested = true;
	}
	return true;
}

static void client_drop_chans(struct client *cl)
{
	for (int r = 0; r < ROLES; r++)
		chan_close(&cl->chan[r]);
	buf_clear(&cl->post);
}

/* The client cannot go on: count why, and give its connections up. */
__attribute__((format(printf, 3, 4)))
static void client_fail(struct client *cl, enum err kind, const char *fmt, ...)
{
	if (cl->state == CL_IDLE || cl->state == CL_FAILED)
		return;
	char text[160];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	error(kind, "client %u: %s", cl->id, text);
	enum client_state was = cl->state;
	client_drop_chans(cl);
	cl->state = CL_FAILED;
	n_failed++;
	if (was == CL_UP)
		n_up--;
}

static void chan_watch(struct chan *ch, int op, bool write)
{
	struct epoll_event ev = { .events = EPOLLIN | (write ? EPOLLOUT : 0u), .data.ptr = ch };
	if (epoll_ctl(epfd, op, ch->fd, &ev) < 0)
		die("epoll_ctl: %s", strerror(errno));
	ch->want_write = write;
}

static bool chan_open(struct chan *ch)
{
	struct client *cl = ch->client;
	int one = 1;
	ch->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (ch->fd < 0) {
		client_fail(cl, E_CONNECT, "socket: %s", strerror(errno));
		return false;
	}
	setsockopt(ch->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
	struct sockaddr_in sa = { .sin_family = AF_INET };
	if (opt.sources > 1) { /* spread over 127.0.0.1 .. 127.0.0.N: more local ports */
		sa.sin_addr.s_addr = htonl(INADDR_LOOPBACK + cl->id % opt.sources);
		setsockopt(ch->fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof one);
		if (bind(ch->fd, (struct sockaddr *)&sa, sizeof sa) < 0) {
			client_fail(cl, E_CONNECT, "bind: %s", strerror(errno));
			return false;
		}
	}
	sa.sin_addr.s_addr = opt.addr;
	sa.sin_port = htons(cl->port);
	ch->connecting = true;
	if (connect(ch->fd, (struct sockaddr *)&sa, sizeof sa) < 0 && errno != EINPROGRESS) {
		client_fail(cl, E_CONNECT, "connect: %s", strerror(errno));
		return false;
	}
	chan_watch(ch, EPOLL_CTL_ADD, true);
	return true;
}

static void chan_flush(struct chan *ch)
{
	if (ch->fd < 0 || ch->connecting)
		return;
	while (ch->out_done < ch->out.len) {
		ssize_t n = send(ch->fd, ch->out.data + ch->out_done, ch->out.len - ch->out_done, MSG_NOSIGNAL);
		if (n >= 0) {
			ch->out_done += (size_t)n;
		} else if (errno == EAGAIN) {
			if (!ch->want_write)
				chan_watch(ch, EPOLL_CTL_MOD, true);
			return;
		} else if (errno != EINTR) {
			if (ch->client->state == CL_CLOSING)
				client_closed(ch->client);
			else if (!http_retry(ch))
				client_fail(ch->client, E_DISCONNECT, "send: %s", strerror(errno));
			return;
		}
	}
	buf_clear(&ch->out);
	ch->out_done = 0;
	if (ch->want_write)
		chan_watch(ch, EPOLL_CTL_MOD, false);
}

/* ------------------------------------------------------------------------ */
/* HTTP                                                                     */

/* RFC 6455's example nonce and the answer it must get. */
#define WS_KEY    "dGhlIHNhbXBsZSBub25jZQ=="
#define WS_ACCEPT "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="

static void http_request(struct chan *ch, const unsigned char *body, size_t len)
{
	struct client *cl = ch->client;
	char head[512];
	bool ws = ch->role == ROLE_WS;
	if (ch->fd < 0 && !chan_open(ch))
		return;
	int n = snprintf(head, sizeof head, "%s %s?EIO=4&transport=%s%s%s HTTP/1.1\r\nHost: %s:%u\r\n",
	                 ch->role == ROLE_POST ? "POST" : "GET", opt.path, ws ? "websocket" : "polling",
	                 cl->sid[0] ? "&sid=" : "", cl->sid, opt.host, cl->port);
	buf_append(&ch->out, head, (size_t)n);
	if (ws) {
		static const char upgrade[] = "Connection: Upgrade\r\nUpgrade: websocket\r\n"
			"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " WS_KEY "\r\n\r\n";
		buf_append(&ch->out, upgrade, sizeof upgrade - 1);
	} else if (ch->role == ROLE_POST) {
		n = snprintf(head, sizeof head, "Content-Type: text/plain;charset=UTF-8\r\nContent-Length: %zu\r\n\r\n", len);
		buf_append(&ch->out, head, (size_t)n);
		buf_append(&ch->out, body, len);
	} else {
		buf_append(&ch->out, "\r\n", 2);
	}
	if (!ws) {
		buf_clear(&ch->request);
		buf_append(&ch->request, ch->out.data, ch->out.len);
	}
	ch->requested = true;
	chan_flush(ch);
}

struct response {
	int status;
	long length; /* -1: none given */
	bool chunked, close, accepted;
	size_t head_len;
};

static bool header_is(const char *line, size_t len, const char *name, const char **value)
{
	size_t n = strlen(name);
	if (len <= n || line[n] != ':' || strncasecmp(line, name, n) != 0)
		return false;
	for (*value = line + n + 1; **value == ' ' || **value == '\t'; ++*value)
		;
	return true;
}

/* 1: complete head; 0: need more; -1: not HTTP. */
static int http_parse_head(const char *p, size_t len, struct response *r)
{
	const char *end = memmem(p, len, "\r\n\r\n", 4), *value;
	if (!end)
		return len > 65536 ? -1 : 0;
	*r = (struct response){ .length = -1, .head_len = (size_t)(end - p) + 4 };
	if (strncmp(p, "HTTP/1.1 ", 9) != 0)
		return -1;
	r->status = atoi(p + 9);
	for (const char *line = p; line < end;) {
		const char *eol = memmem(line, (size_t)(end + 2 - line), "\r\n", 2);
		size_t n = (size_t)(eol - line);
		if (header_is(line, n, "Content-Length", &value))
			r->length = strtol(value, NULL, 10);
		else if (header_is(line, n, "Transfer-Encoding", &value))
			r->chunked = strncasecmp(value, "chunked", 7) == 0;
		else if (header_is(line, n, "Connection", &value))
			r->close = strncasecmp(value, "close", 5) == 0;
		else if (header_is(line, n, "Sec-WebSocket-Accept", &value))
			r->accepted = strncmp(value, WS_ACCEPT "\r", sizeof WS_ACCEPT) == 0;
		line = eol + 2;
	}
	return 1;
}

/* Decodes a chunked body in place.  Returns bytes consumed, 0: need more, -1: malformed. */
static ssize_t http_dechunk(char *body, size_t len, size_t *out_len)
{
	size_t pos = 0, out = 0;
	for (;;) {
		char *eol = memmem(body + pos, len - pos, "\r\n", 2), *end;
		if (!eol)
			return 0;
		unsigned long n = strtoul(body + pos, &end, 16);
		if (end == body + pos || n > MAX_MESSAGE)
			return -1;
		pos = (size_t)(eol - body) + 2;
		if (len - pos < n + 2)
			return 0;
		if (memcmp(body + pos + n, "\r\n", 2) != 0)
			return -1;
		memmove(body + out, body + pos, n);
		out += n;
		pos += n + 2;
		if (n == 0) {
			*out_len = out;
			return (ssize_t)pos;
		}
	}
}

static void http_response(struct chan *ch, const struct response *r, char *body, size_t len);

/* Returns the bytes consumed by one complete response, 0 if incomplete. */
static size_t http_parse(struct chan *ch, char *p, size_t len)
{
	struct response r;
	size_t body_len, used;
	int ok = http_parse_head(p, len, &r);
	if (ok == 0)
		return 0;
	if (ok < 0 || !ch->requested) {
		client_fail(ch->client, E_HTTP, ok < 0 ? "response is not HTTP/1.1" : "response without request");
		return len;
	}
	char *body = p + r.head_len;
	size_t rest = len - r.head_len;
	if (r.status == 101) {
		body_len = used = 0;
	} else if (r.chunked) {
		ssize_t n = http_dechunk(body, rest, &body_len);
		if (n == 0)
			return 0;
		if (n < 0) {
			client_fail(ch->client, E_HTTP, "malformed chunked body");
			return len;
		}
		used = (size_t)n;
	} else if (r.length >= 0) {
		if (rest < (size_t)r.length)
			return 0;
		body_len = used = (size_t)r.length;
	} else {
		client_fail(ch->client, E_HTTP, "status %d without a length", r.status);
		return len;
	}
	ch->requested = false;
	ch->served++;
	http_response(ch, &r, body, body_len);
	return r.head_len + used;
}

/* ------------------------------------------------------------------------ */
/* WebSocket                                                                */

enum ws_op { OP_CONT = 0, OP_TEXT = 1, OP_BINARY = 2, OP_CLOSE = 8, OP_PING = 9, OP_PONG = 10 };

static void ws_put(struct chan *ch, enum ws_op op, const void *data, size_t len)
{
	unsigned char head[14];
	size_t n = 2;
	uint32_t mask = random32() | 1; /* never zero: servers may skip unmasking then */
	head[0] = 0x80 | (unsigned char)op;
	if (len < 126) {
		head[1] = 0x80 | (unsigned char)len;
	} else if (len < 65536) {
		head[1] = 0x80 | 126;
		head[n++] = (unsigned char)(len >> 8);
		head[n++] = (unsigned char)len;
	} else {
		head[1] = 0x80 | 127;
		for (int shift = 56; shift >= 0; shift -= 8)
			head[n++] = (unsigned char)((uint64_t)len >> shift);
	}
	memcpy(head + n, &mask, 4);
	n += 4;
	unsigned char *to = buf_extend(&ch->out, n + len);
	memcpy(to, head, n);
	to += n;
	const unsigned char *from = data;
	uint64_t mask8 = (uint64_t)mask << 32 | mask, word;
	size_t i = 0;
	for (; i + 8 <= len; i += 8) {
		memcpy(&word, from + i, 8);
		word ^= mask8;
		memcpy(to + i, &word, 8);
	}
	for (; i < len; i++)
		to[i] = from[i] ^ ((const unsigned char *)&mask)[i & 3];
}

static void eio_packet(struct chan *ch, char *p, size_t len);
static void eio_binary(struct client *cl, const unsigned char *p, size_t len);

static void ws_message(struct chan *ch, unsigned op, unsigned char *p, size_t len)
{
	if (op == OP_TEXT)
		eio_packet(ch, (char *)p, len);
	else
		eio_binary(ch->client, p, len);
}

static void ws_frame(struct chan *ch, unsigned char first, unsigned char *p, size_t len)
{
	struct client *cl = ch->client;
	unsigned op = first & 15;
	bool fin = first & 0x80;
	if ((first & 0x70) || (op > OP_BINARY && (!fin || len > 125 || op < OP_CLOSE || op > OP_PONG))) {
		client_fail(cl, E_PROTOCOL, "bad WebSocket frame, first byte %02x, length %zu", first, len);
		return;
	}
	switch (op) {
	case OP_TEXT:
	case OP_BINARY:
		if (ch->frag_op) {
			client_fail(cl, E_PROTOCOL, "new message inside a fragmented one");
		} else if (fin) {
			ws_message(ch, op, p, len);
		} else {
			ch->frag_op = (uint8_t)op;
			buf_append(&ch->frag, p, len);
		}
		break;
	case OP_CONT:
		if (!ch->frag_op || ch->frag.len + len > MAX_MESSAGE) {
			client_fail(cl, E_PROTOCOL, "stray or too long continuation");
			break;
		}
		buf_append(&ch->frag, p, len);
		if (fin) {
			op = ch->frag_op;
			ch->frag_op = 0;
			ws_message(ch, op, ch->frag.data, ch->frag.len);
			buf_clear(&ch->frag);
		}
		break;
	case OP_PING:
		ws_put(ch, OP_PONG, p, len);
		break;
	case OP_CLOSE:
		if (cl->state == CL_CLOSING)
			client_closed(cl);
		else
			client_fail(cl, E_DISCONNECT, "server sent close %u", len >= 2 ? p[0] << 8 | p[1] : 1005);
		break;
	default: /* pong */
		break;
	}
}

static size_t ws_parse(struct chan *ch, unsigned char *p, size_t len)
{
	size_t pos = 0;
	while (ch->fd >= 0 && len - pos >= 2) {
		unsigned char *f = p + pos;
		uint64_t n = f[1] & 0x7f;
		size_t head = 2;
		if (f[1] & 0x80) {
			client_fail(ch->client, E_PROTOCOL, "masked frame from the server");
			break;
		}
		if (n >= 126) {
			head = n == 126 ? 4 : 10;
			if (len - pos < head)
				break;
			n = 0;
			for (size_t i = 2; i < head; i++)
				n = n << 8 | f[i];
		}
		if (n > MAX_MESSAGE - 16) {
			client_fail(ch->client, E_PROTOCOL, "frame of %" PRIu64 " bytes", n);
			break;
		}
		if (len - pos < head + n)
			break;
		pos += head + n;
		ws_frame(ch, f[0], f + head, n);
	}
	return pos;
}

/* ------------------------------------------------------------------------ */
/* Engine.IO                                                                */

static void eio_send(struct client *cl, const char *packet, size_t len)
{
	if (cl->on_ws) {
		ws_put(&cl->chan[ROLE_WS], OP_TEXT, packet, len);
	} else {
		if (cl->post.len)
			*buf_extend(&cl->post, 1) = RECORD_SEP;
		buf_append(&cl->post, packet, len);
	}
}

static void sio_packet(struct client *cl, char *p, size_t len);

/* The value of "sid" in the handshake packet. */
static bool find_sid(const char *p, size_t len, char *out, size_t size)
{
	const char *end = p + len, *k = memmem(p, len, "\"sid\"", 5);
	if (!k)
		return false;
	for (k += 5; k < end && (*k == ' ' || *k == ':'); k++)
		;
	if (k == end || *k++ != '"')
		return false;
	const char *q = memchr(k, '"', (size_t)(end - k));
	if (!q || q == k || (size_t)(q - k) >= size)
		return false;
	memcpy(out, k, (size_t)(q - k));
	out[q - k] = '\0';
	return true;
}

static void namespace_connect(struct client *cl)
{
	char packet[128];
	int n = opt.nsp[1] ? snprintf(packet, sizeof packet, "40%s,", opt.nsp) : snprintf(packet, sizeof packet, "40");
	eio_send(cl, packet, (size_t)n);
}

/* Polling has gone quiet after the probe was answered: switch to WebSocket. */
static void maybe_upgrade(struct client *cl)
{
	if (!cl->probed || cl->on_ws || cl->post.len || cl->chan[ROLE_GET].requested || cl->chan[ROLE_POST].requested)
		return;
	cl->on_ws = true;
	ws_put(&cl->chan[ROLE_WS], OP_TEXT, "5", 1);
	chan_close(&cl->chan[ROLE_GET]);
	chan_close(&cl->chan[ROLE_POST]);
	client_up(cl);
}

static void eio_open(struct client *cl, struct chan *ch, const char *p, size_t len)
{
	if (cl->eio_open || !find_sid(p, len, cl->sid, sizeof cl->sid)) {
		client_fail(cl, E_PROTOCOL, "bad or second handshake: %.*s", (int)(len < 80 ? len : 80), p);
		return;
	}
	cl->eio_open = true;
	if (ch->role == ROLE_WS)
		cl->on_ws = true;
	namespace_connect(cl);
	if (opt.transport == TR_UPGRADE)
		http_request(&cl->chan[ROLE_WS], NULL, 0);
}

static void eio_packet(struct chan *ch, char *p, size_t len)
{
	struct client *cl = ch->client;
	if (len == 0) {
		client_fail(cl, E_PROTOCOL, "empty Engine.IO packet");
		return;
	}
	switch (p[0]) {
	case '0':
		eio_open(cl, ch, p + 1, len - 1);
		break;
	case '1':
		if (cl->state == CL_CLOSING)
			client_closed(cl);
		else
			client_fail(cl, E_DISCONNECT, "Engine.IO close from the server");
		break;
	case '2':
		n_pings++;
		eio_send(cl, "3", 1);
		break;
	case '3':
		if (ch->role != ROLE_WS || opt.transport != TR_UPGRADE || cl->on_ws || len != 6 || memcmp(p, "3probe", 6)) {
			error(E_UNEXPECTED, "client %u: pong %.*s", cl->id, (int)(len < 40 ? len : 40), p);
		} else {
			cl->probed = true;
			maybe_upgrade(cl);
		}
		break;
	case '4':
		sio_packet(cl, p + 1, len - 1);
		break;
	case '6':
		break;
	default:
		client_fail(cl, E_PROTOCOL, "unknown Engine.IO packet type %02x", p[0]);
	}
}

static void eio_binary(struct client *cl, const unsigned char *p, size_t len)
{
	if (cl->bin_pending && scen->attachment)
		scen->attachment(cl, p, len);
	else
		error(E_UNEXPECTED, "client %u: binary message of %zu bytes", cl->id, len);
}

static void http_response(struct chan *ch, const struct response *r, char *body, size_t len)
{
	struct client *cl = ch->client;
	if (ch->role == ROLE_WS) {
		if (r->status != 101 || !r->accepted) {
			client_fail(cl, E_CONNECT, "WebSocket handshake: status %d%s", r->status,
			            r->status == 101 ? ", wrong Sec-WebSocket-Accept" : "");
			return;
		}
		ch->is_ws = true;
		if (cl->eio_open) {
			ws_put(ch, OP_TEXT, "2probe", 6);
			chan_flush(ch);
		}
		return;
	}
	if (r->status != 200) {
		if (cl->state == CL_CLOSING)
			client_closed(cl);
		else
			client_fail(cl, E_HTTP, "%s got status %d: %.*s", ch->role == ROLE_GET ? "GET" : "POST", r->status,
			            (int)(len < 80 ? len : 80), body);
		return;
	}
	if (r->close) {
		chan_close(ch);
		n_reconnects++;
	}
	if (ch->role == ROLE_POST) {
		if (cl->state == CL_CLOSING)
			client_closed(cl);
		else
			maybe_upgrade(cl);
		return;
	}
	for (char *p = body, *end = body + len; p < end;) {
		char *sep = memchr(p, RECORD_SEP, (size_t)(end - p));
		char *stop = sep ? sep : end;
		eio_packet(ch, p, (size_t)(stop - p));
		if (cl->state == CL_FAILED || cl->state == CL_IDLE)
			return;
		p = stop + 1;
	}
	maybe_upgrade(cl);
	client_poll(cl);
}

/* Keep one GET outstanding as long as the client lives on polling. */
static void client_poll(struct client *cl)
{
	struct chan *get = &cl->chan[ROLE_GET];
	if (cl->eio_open && !cl->on_ws && !cl->probed && !get->requested && (cl->state == CL_OPENING || cl->state == CL_UP))
		http_request(get, NULL, 0);
}

static void client_flush(struct client *cl)
{
	if (cl->chan[ROLE_WS].out.len)
		chan_flush(&cl->chan[ROLE_WS]);
	if (cl->post.len && !cl->chan[ROLE_POST].requested && cl->sid[0]) {
		http_request(&cl->chan[ROLE_POST], cl->post.data, cl->post.len);
		buf_clear(&cl->post);
	}
}

/* ------------------------------------------------------------------------ */
/* Socket.IO                                                                */

enum sio_type { SIO_CONNECT, SIO_DISCONNECT, SIO_EVENT, SIO_ACK, SIO_CONNECT_ERROR, SIO_BINARY_EVENT, SIO_BINARY_ACK };

#define NO_ID UINT64_MAX

/* The packet being composed. */
static char tx[MAX_PAYLOAD + 512];
static size_t tx_len;

static void tx_str(const char *s)
{
	size_t n = strlen(s);
	memcpy(tx + tx_len, s, n);
	tx_len += n;
}

static void tx_bytes(const char *s, size_t n)
{
	memcpy(tx + tx_len, s, n);
	tx_len += n;
}

static void tx_dec(uint64_t v)
{
	char digits[20];
	int n = 0;
	do
		digits[n++] = (char)('0' + v % 10);
	while (v /= 10);
	while (n)
		tx[tx_len++] = digits[--n];
}

static void tx_begin(enum sio_type type, uint64_t id)
{
	tx_len = 0;
	tx[tx_len++] = '4';
	tx[tx_len++] = (char)('0' + type);
	if (type == SIO_BINARY_EVENT)
		tx_str("1-");
	if (opt.nsp[1]) {
		tx_str(opt.nsp);
		tx[tx_len++] = ',';
	}
	if (id != NO_ID)
		tx_dec(id);
}

static void tx_send(struct client *cl)
{
	eio_send(cl, tx, tx_len);
}

/* A tiny JSON scanner: enough for arrays of plain strings. */
struct scan {
	char *p, *end;
};

static bool scan_char(struct scan *s, char c)
{
	while (s->p < s->end && (*s->p == ' ' || *s->p == '\n' || *s->p == '\r' || *s->p == '\t'))
		s->p++;
	if (s->p == s->end || *s->p != c)
		return false;
	s->p++;
	return true;
}

static bool scan_string(struct scan *s, char **text, size_t *len)
{
	if (!scan_char(s, '"'))
		return false;
	char *q = memchr(s->p, '"', (size_t)(s->end - s->p));
	if (!q)
		return false;
	*text = s->p;
	*len = (size_t)(q - s->p);
	s->p = q + 1;
	return true;
}

static bool scan_number(struct scan *s, uint64_t *v)
{
	char *from = s->p;
	for (*v = 0; s->p < s->end && *s->p >= '0' && *s->p <= '9'; s->p++)
		*v = *v * 10 + (uint64_t)(*s->p - '0');
	return s->p > from;
}

static void sio_packet(struct client *cl, char *p, size_t len)
{
	struct scan s = { p + 1, p + len };
	uint64_t attachments = 0, id;
	char type = len ? *p : '?';
	bool ok = type >= '0' && type <= '6';
	if (ok && type >= '5')
		ok = scan_number(&s, &attachments) && scan_char(&s, '-') && attachments == 1;
	if (ok && s.p < s.end && *s.p == '/') {
		size_t n = strlen(opt.nsp);
		ok = (size_t)(s.end - s.p) > n && memcmp(s.p, opt.nsp, n) == 0 && s.p[n] == ',';
		s.p += n + 1;
	} else if (ok) {
		ok = opt.nsp[1] == '\0';
	}
	if (!ok) {
		client_fail(cl, E_PROTOCOL, "bad Socket.IO packet: %.*s", (int)(len < 80 ? len : 80), p);
		return;
	}
	bool has_id = scan_number(&s, &id);
	size_t rest = (size_t)(s.end - s.p);
	switch (type - '0') {
	case SIO_CONNECT:
		if (cl->nsp_open) {
			error(E_DUPLICATE, "client %u: second namespace connect", cl->id);
			break;
		}
		cl->nsp_open = true;
		client_up(cl);
		break;
	case SIO_DISCONNECT:
		if (cl->state != CL_CLOSING)
			client_fail(cl, E_DISCONNECT, "namespace disconnect from the server");
		break;
	case SIO_CONNECT_ERROR:
		client_fail(cl, E_CONNECT, "connect error: %.*s", (int)(rest < 80 ? rest : 80), s.p);
		break;
	case SIO_EVENT:
		if (scen->event && !has_id)
			scen->event(cl, s.p, rest);
		else
			error(E_UNEXPECTED, "client %u: event %.*s", cl->id, (int)(rest < 80 ? rest : 80), s.p);
		break;
	case SIO_ACK:
	case SIO_BINARY_ACK:
		if (!has_id || !scen->ack || (type - '0' == SIO_BINARY_ACK) != (scen->attachment != NULL))
			error(E_UNEXPECTED, "client %u: ack %.*s", cl->id, (int)(len < 80 ? len : 80), p);
		else
			scen->ack(cl, id, s.p, rest);
		break;
	default:
		error(E_UNEXPECTED, "client %u: packet %.*s", cl->id, (int)(len < 80 ? len : 80), p);
	}
}

/* ------------------------------------------------------------------------ */
/* Life of a client                                                         */

enum phase { PH_CHURN, PH_CHURN_END, PH_CONNECT, PH_WARMUP, PH_MEASURE, PH_DRAIN, PH_HOLD, PH_CHECK, PH_CLOSE, PH_DONE };

static enum phase phase;
static uint64_t deadline; /* of the phase */
static uint64_t last_up;  /* when the latest client came up */
static struct usage u_begin, u_end;
static struct hist h_all, h_first, h_last;
static uint64_t measured; /* messages (or connections) counted in the window */

static void client_start(struct client *cl)
{
	cl->state = CL_OPENING;
	cl->eio_open = cl->nsp_open = cl->probed = cl->on_ws = cl->bin_pending = cl->checking = false;
	cl->sid[0] = '\0';
	buf_clear(&cl->post);
	cl->opened_at = clock_ns();
	http_request(&cl->chan[opt.transport == TR_WEBSOCKET ? ROLE_WS : ROLE_GET], NULL, 0);
}

static void client_up(struct client *cl)
{
	if (cl->state == CL_OPENING && cl->nsp_open && (cl->on_ws || opt.transport == TR_POLLING))
		scen->connected(cl);
}

/* The scenario declares the client ready for the run. */
static void client_ready(struct client *cl)
{
	cl->state = CL_UP;
	n_up++;
	last_up = clock_ns();
	if (phase == PH_CONNECT && !scen->start) {
		hist_add(&h_all, last_up - cl->opened_at);
		measured++;
	}
}

/* Orderly goodbye; client_closed() follows when the server has answered. */
static void client_close(struct client *cl)
{
	if (cl->state != CL_UP)
		return;
	cl->state = CL_CLOSING;
	n_up--;
	if (cl->on_ws) {
		static const unsigned char normal[2] = { 1000 >> 8, 1000 & 255 };
		ws_put(&cl->chan[ROLE_WS], OP_CLOSE, normal, 2);
		cl->chan[ROLE_WS].close_sent = true;
	} else {
		eio_send(cl, "1", 1);
	}
	client_flush(cl);
}

static void client_closed(struct client *cl)
{
	client_drop_chans(cl);
	cl->state = CL_IDLE;
	if (phase == PH_CHURN)
		client_start(cl);
}

/* Start handshakes so that at most --window of them are in flight. */
static void open_more(void)
{
	while (n_started < opt.clients && n_started - n_up - n_failed < opt.window)
		client_start(&clients[n_started++]);
}

static void chan_readable(struct chan *ch)
{
	static unsigned char rx[MAX_MESSAGE];
	struct client *cl = ch->client;
	size_t have = ch->in.len;
	if (have)
		memcpy(rx, ch->in.data, have);
	ssize_t n = recv(ch->fd, rx + have, sizeof rx - have, 0);
	now = clock_ns();
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n <= 0) {
		if (cl->state == CL_CLOSING) {
			client_closed(cl);
		} else if (n == 0 && !ch->is_ws && !ch->requested) {
			chan_close(ch); /* keep-alive connection retired while unused */
			n_reconnects++;
		} else if (!http_retry(ch)) {
			client_fail(cl, cl->state == CL_OPENING ? E_CONNECT : E_DISCONNECT, "%s",
			            n ? strerror(errno) : "server closed the connection");
		}
		return;
	}
	size_t total = have + (size_t)n, pos = 0;
	while (ch->fd >= 0 && pos < total) {
		size_t used = ch->is_ws ? ws_parse(ch, rx + pos, total - pos) : http_parse(ch, (char *)rx + pos, total - pos);
		if (used == 0)
			break;
		pos += used;
	}
	if (ch->fd < 0)
		return;
	if (total - pos == sizeof rx) {
		client_fail(cl, E_PROTOCOL, "message longer than %u bytes", MAX_MESSAGE);
		return;
	}
	buf_clear(&ch->in);
	if (pos < total)
		buf_append(&ch->in, rx + pos, total - pos);
}

static void chan_event(struct chan *ch, uint32_t events)
{
	struct client *cl = ch->client;
	if (ch->fd >= 0 && ch->connecting && (events & (EPOLLOUT | EPOLLERR | EPOLLHUP))) {
		int e = 0;
		socklen_t len = sizeof e;
		getsockopt(ch->fd, SOL_SOCKET, SO_ERROR, &e, &len);
		if (e) {
			client_fail(cl, E_CONNECT, "connect: %s", strerror(e));
			return;
		}
		ch->connecting = false;
	}
	if (ch->fd >= 0 && (events & EPOLLOUT))
		chan_flush(ch);
	if (ch->fd >= 0 && (events & (EPOLLIN | EPOLLERR | EPOLLHUP)))
		chan_readable(ch);
	client_flush(cl);
}

/* ------------------------------------------------------------------------ */
/* Payloads                                                                 */

/* Padding that is easy to check and needs no escaping. */
static char filler[MAX_PAYLOAD];

static void put_hex(char *to, uint64_t v, int digits)
{
	while (digits--) {
		to[digits] = "0123456789abcdef"[v & 15];
		v >>= 4;
	}
}

static bool get_hex(const char *p, int digits, uint64_t *v)
{
	for (*v = 0; digits--; p++) {
		int c = *p >= '0' && *p <= '9' ? *p - '0' : *p >= 'a' && *p <= 'f' ? *p - 'a' + 10 : -1;
		if (c < 0)
			return false;
		*v = *v << 4 | (uint64_t)c;
	}
	return true;
}

/* ------------------------------------------------------------------------ */
/* Scenarios echo, poll-echo, binary                                        */

/* Echo payload: client (8 hex), ack id (16 hex), padding. */
#define ECHO_HEAD 24

static uint64_t echo_outstanding;
static bool is_binary;

static void echo_head(char *to, const struct client *cl, uint64_t id)
{
	put_hex(to, cl->id, 8);
	put_hex(to + 8, id, 16);
}

static void echo_send(struct client *cl, unsigned i)
{
	struct slot *s = &cl->slots[i];
	uint64_t id = s->round * opt.inflight + i;
	char head[ECHO_HEAD];
	echo_head(head, cl, id);
	if (is_binary) {
		tx_begin(SIO_BINARY_EVENT, id);
		tx_str("[\"echo\",{\"_placeholder\":true,\"num\":0}]");
		tx_send(cl);
		memcpy(tx, head, ECHO_HEAD);
		memcpy(tx + ECHO_HEAD, filler, opt.payload - ECHO_HEAD);
		ws_put(&cl->chan[ROLE_WS], OP_BINARY, tx, opt.payload);
	} else {
		tx_begin(SIO_EVENT, id);
		tx_str("[\"echo\",\"");
		tx_bytes(head, ECHO_HEAD);
		tx_bytes(filler, opt.payload - ECHO_HEAD);
		tx_str("\"]");
		tx_send(cl);
	}
	s->busy = true;
	s->sent_at = now;
	echo_outstanding++;
}

/* A reply with its content has come: check it, time it, send the next. */
static void echo_reply(struct client *cl, uint64_t id, const char *data, size_t len)
{
	unsigned i = (unsigned)(id % opt.inflight);
	struct slot *s = &cl->slots[i];
	if (!s->busy || id / opt.inflight != s->round) {
		error(id / opt.inflight < s->round + (s->busy ? 0 : 1) ? E_DUPLICATE : E_UNEXPECTED,
		      "client %u: ack %" PRIu64 " is not outstanding", cl->id, id);
		return;
	}
	char head[ECHO_HEAD];
	echo_head(head, cl, id);
	if (len != opt.payload || memcmp(data, head, ECHO_HEAD) != 0 ||
	    memcmp(data + ECHO_HEAD, filler, len - ECHO_HEAD) != 0)
		error(E_PAYLOAD, "client %u: ack %" PRIu64 " has other content: %.*s", cl->id, id,
		      (int)(len < 80 ? len : 80), data);
	s->busy = false;
	s->round++;
	echo_outstanding--;
	if (phase == PH_MEASURE) {
		hist_add(&h_all, now - s->sent_at);
		measured++;
	}
	if (phase == PH_WARMUP || phase == PH_MEASURE)
		echo_send(cl, i);
}

static void echo_ack(struct client *cl, uint64_t id, char *data, size_t len)
{
	struct scan s = { data, data + len };
	char *text;
	size_t n;
	if (is_binary) {
		if (cl->bin_pending || !memmem(data, len, "\"_placeholder\"", 14))
			error(E_PROTOCOL, "client %u: binary ack %.*s", cl->id, (int)(len < 80 ? len : 80), data);
		cl->bin_pending = true;
		cl->bin_ack = id;
	} else if (scan_char(&s, '[') && scan_string(&s, &text, &n) && scan_char(&s, ']') && s.p == s.end) {
		echo_reply(cl, id, text, n);
	} else {
		error(E_PAYLOAD, "client %u: ack %.*s", cl->id, (int)(len < 80 ? len : 80), data);
	}
}

static void echo_attachment(struct client *cl, const unsigned char *data, size_t len)
{
	cl->bin_pending = false;
	echo_reply(cl, cl->bin_ack, (const char *)data, len);
}

static void echo_start(void)
{
	now = clock_ns();
	for (unsigned c = 0; c < opt.clients; c++) {
		for (unsigned i = 0; i < opt.inflight; i++)
			echo_send(&clients[c], i);
		client_flush(&clients[c]);
	}
}

static bool echo_quiet(void)
{
	return echo_outstanding == 0;
}

static void echo_finish(void)
{
	error_n(E_LOST, echo_outstanding, "%" PRIu64 " acks never came", echo_outstanding);
}

static void echo_print(FILE *f)
{
	hist_print(f, "lat_us", &h_all);
}

/* ------------------------------------------------------------------------ */
/* Scenarios broadcast, room                                                */

/* Payload: sequence number (8 hex), room (4 hex), time (16 hex), padding. */
#define CAST_HEAD 28
#define RING      1024u /* emissions of one group that can be in flight */

struct flight {
	uint32_t seq;
	uint32_t got;
	bool open; /* not yet received by all */
	uint64_t emitted_at;
};

/* A set of receivers; its first member emits to all of it. */
struct group {
	struct client *emitter;
	uint32_t members;
	uint32_t next_seq;
	uint32_t incomplete; /* emissions not yet received by all */
	struct flight ring[RING];
};

static struct group *groups;
static unsigned n_groups;
static bool is_room;
static uint64_t emitted, cast_received, next_emit, emit_period, next_stall_check;
static unsigned next_group;

static void cast_head(char *to, uint32_t seq, uint32_t room, uint64_t at)
{
	put_hex(to, seq, 8);
	put_hex(to + 8, room, 4);
	put_hex(to + 12, at, 16);
}

static void cast_emit(struct group *g, uint64_t at)
{
	struct flight *f = &g->ring[g->next_seq % RING];
	char head[CAST_HEAD];
	if (g->emitter->state != CL_UP)
		return;
	if (f->open)
		g->incomplete--; /* overtaken; its missing receivers show up as lost */
	*f = (struct flight){ .seq = g->next_seq, .open = true, .emitted_at = at };
	cast_head(head, g->next_seq++, g->emitter->members_of, at);
	tx_begin(SIO_EVENT, NO_ID);
	if (is_room) {
		tx_str("[\"room\",\"r");
		tx_dec(g->emitter->members_of);
		tx_str("\",\"");
	} else {
		tx_str("[\"broadcast\",\"");
	}
	tx_bytes(head, CAST_HEAD);
	tx_bytes(filler, opt.payload - CAST_HEAD);
	tx_str("\"]");
	tx_send(g->emitter);
	client_flush(g->emitter);
	g->incomplete++;
	emitted++;
}

/* false: seen before */
static bool seen_mark(struct seen *s, uint32_t seq)
{
	if (seq >= s->next) {
		uint32_t step = seq - s->next + 1;
		s->mask = (step < 64 ? s->mask << step : 0) | 1;
		s->next = seq + 1;
	} else {
		uint32_t back = s->next - 1 - seq;
		if (back >= 64 || (s->mask >> back & 1))
			return false;
		s->mask |= 1ull << back;
		n_reordered++;
	}
	s->unique++;
	return true;
}

static void cast_event(struct client *cl, char *data, size_t len)
{
	struct scan s = { data, data + len };
	char *name, *text, head[CAST_HEAD];
	const char *want = is_room ? "room" : "broadcast";
	size_t name_len, n;
	uint64_t seq, room, at;
	if (!scan_char(&s, '[') || !scan_string(&s, &name, &name_len) || name_len != strlen(want) ||
	    memcmp(name, want, name_len) != 0 || !scan_char(&s, ',') || !scan_string(&s, &text, &n) ||
	    !scan_char(&s, ']') || s.p != s.end) {
		error(E_UNEXPECTED, "client %u: event %.*s", cl->id, (int)(len < 80 ? len : 80), data);
		return;
	}
	if (n != opt.payload || !get_hex(text, 8, &seq) || !get_hex(text + 8, 4, &room) || !get_hex(text + 12, 16, &at) ||
	    memcmp(text + CAST_HEAD, filler, n - CAST_HEAD) != 0) {
		error(E_PAYLOAD, "client %u: delivery %.*s", cl->id, (int)(n < 80 ? n : 80), text);
		return;
	}
	if (room != cl->members_of) {
		error(E_MISROUTED, "client %u of room %u got a message of room %u", cl->id, cl->members_of, (unsigned)room);
		return;
	}
	struct group *g = &groups[room];
	struct flight *f = &g->ring[seq % RING];
	if (seq >= g->next_seq) {
		error(E_PAYLOAD, "client %u: sequence number %" PRIu64 " was never sent", cl->id, seq);
		return;
	}
	if (!seen_mark(&cl->seen, (uint32_t)seq)) {
		error(E_DUPLICATE, "client %u: delivery %" PRIu64 " again", cl->id, seq);
		return;
	}
	cast_received++;
	if (phase == PH_MEASURE)
		measured++;
	if (f->seq != seq)
		return; /* overtaken by more than RING emissions */
	cast_head(head, f->seq, cl->members_of, f->emitted_at);
	if (memcmp(text, head, CAST_HEAD) != 0) {
		error(E_PAYLOAD, "client %u: delivery %" PRIu64 " has other content", cl->id, seq);
		return;
	}
	uint64_t took = now - f->emitted_at;
	f->got++;
	if (phase == PH_MEASURE) {
		hist_add(&h_all, took);
		if (f->got == 1)
			hist_add(&h_first, took);
		if (f->got == g->members)
			hist_add(&h_last, took);
	}
	if (f->got == g->members) {
		f->open = false;
		g->incomplete--;
		if (emit_period == 0 && (phase == PH_WARMUP || phase == PH_MEASURE))
			cast_emit(g, now);
	}
}

static void cast_connected(struct client *cl)
{
	if (!is_room) {
		client_ready(cl);
		return;
	}
	tx_begin(SIO_EVENT, 0);
	tx_str("[\"join\",\"r");
	tx_dec(cl->members_of);
	tx_str("\"]");
	tx_send(cl);
}

static void cast_ack(struct client *cl, uint64_t id, char *data, size_t len)
{
	if (is_room && id == 0 && cl->state == CL_OPENING && len == 2 && memcmp(data, "[]", 2) == 0)
		client_ready(cl);
	else
		error(E_UNEXPECTED, "client %u: ack %" PRIu64 " %.*s", cl->id, id, (int)(len < 80 ? len : 80), data);
}

static void cast_start(void)
{
	now = next_emit = clock_ns();
	for (unsigned g = 0; emit_period == 0 && g < n_groups; g++)
		for (unsigned k = 0; k < opt.inflight; k++)
			cast_emit(&groups[g], now);
}

static void cast_tick(void)
{
	if (phase != PH_WARMUP && phase != PH_MEASURE)
		return;
	while (emit_period && now >= next_emit) {
		cast_emit(&groups[next_group], next_emit); /* the time it should have been */
		next_group = (next_group + 1) % n_groups;
		next_emit += emit_period;
	}
	if (emit_period || now < next_stall_check)
		return;
	next_stall_check = now + 100 * NS_PER_MS;
	for (unsigned i = 0; i < n_groups; i++) {
		struct group *g = &groups[i];
		struct flight *f = &g->ring[(g->next_seq - 1) % RING];
		if (g->incomplete && now - f->emitted_at > seconds(opt.timeout)) {
			error(E_TIMEOUT, "group %u: message %u reached %u of %u", i, f->seq, f->got, g->members);
			cast_emit(g, now);
		}
	}
}

static bool cast_quiet(void)
{
	uint64_t want = 0;
	for (unsigned g = 0; g < n_groups; g++)
		want += (uint64_t)groups[g].next_seq * groups[g].members;
	return cast_received >= want;
}

static void cast_finish(void)
{
	uint64_t lost = 0;
	for (unsigned c = 0; c < opt.clients; c++)
		lost += groups[clients[c].members_of].next_seq - clients[c].seen.unique;
	error_n(E_LOST, lost, "%" PRIu64 " deliveries never came", lost);
}

static void cast_print(FILE *f)
{
	fprintf(f, ",\"emitted\":%" PRIu64 ",\"reordered\":%" PRIu64, emitted, n_reordered);
	hist_print(f, "first_us", &h_first);
	hist_print(f, "last_us", &h_last);
	hist_print(f, "lat_us", &h_all);
}

static void cast_setup(void)
{
	n_groups = is_room ? opt.rooms : 1;
	groups = calloc(n_groups, sizeof *groups);
	if (!groups)
		die("out of memory");
	for (unsigned c = 0; c < opt.clients; c++) {
		struct group *g = &groups[c % n_groups];
		clients[c].members_of = c % n_groups;
		if (g->members++ == 0)
			g->emitter = &clients[c];
	}
	if (opt.rate > 0)
		emit_period = seconds(1 / opt.rate);
	if (opt.emit_port)
		clients[0].port = opt.emit_port;
}

/* ------------------------------------------------------------------------ */
/* Scenarios connect, idle: connections are what is counted; at the end     */
/* each one must still answer one echo                                      */

static unsigned n_checking;

static void conn_ready(struct client *cl)
{
	client_ready(cl);
	if (phase == PH_CHURN || phase == PH_CHURN_END)
		client_close(cl);
}

static void conn_connected(struct client *cl)
{
	if (opt.own_rooms == 0) {
		conn_ready(cl);
		return;
	}
	tx_begin(SIO_EVENT, cl->id);
	tx_str("[\"rooms\",\"own-");
	tx_dec(cl->id);
	tx_str("-\",");
	tx_dec(opt.own_rooms);
	tx_str("]");
	tx_send(cl);
}

static void conn_check(void)
{
	for (unsigned c = 0; c < opt.clients; c++) {
		struct client *cl = &clients[c];
		if (cl->state != CL_UP)
			continue;
		tx_begin(SIO_EVENT, cl->id);
		tx_str("[\"echo\",\"still there\"]");
		tx_send(cl);
		client_flush(cl);
		cl->checking = true;
		n_checking++;
	}
}

static void conn_ack(struct client *cl, uint64_t id, char *data, size_t len)
{
	static const char want[] = "[\"still there\"]";
	if (opt.own_rooms && cl->state == CL_OPENING && id == cl->id && len == 2) {
		conn_ready(cl);
		return;
	}
	if (!cl->checking || id != cl->id) {
		error(E_UNEXPECTED, "client %u: ack %" PRIu64, cl->id, id);
		return;
	}
	if (len != sizeof want - 1 || memcmp(data, want, len) != 0)
		error(E_PAYLOAD, "client %u: check answered with %.*s", cl->id, (int)(len < 80 ? len : 80), data);
	cl->checking = false;
	n_checking--;
}

static bool conn_quiet(void)
{
	return n_checking == 0;
}

static void conn_finish(void)
{
	error_n(E_LOST, n_checking, "%u connections did not answer at the end", n_checking);
}

static void conn_print(FILE *f)
{
	fprintf(f, ",\"pings\":%" PRIu64, n_pings);
	hist_print(f, "lat_us", &h_all);
}

static const struct scenario scenarios[] = {
	{ "echo", client_ready, echo_start, echo_ack, NULL, NULL, NULL, echo_quiet, echo_finish, echo_print },
	{ "poll-echo", client_ready, echo_start, echo_ack, NULL, NULL, NULL, echo_quiet, echo_finish, echo_print },
	{ "binary", client_ready, echo_start, echo_ack, NULL, echo_attachment, NULL, echo_quiet, echo_finish, echo_print },
	{ "broadcast", cast_connected, cast_start, cast_ack, cast_event, NULL, cast_tick, cast_quiet, cast_finish, cast_print },
	{ "room", cast_connected, cast_start, cast_ack, cast_event, NULL, cast_tick, cast_quiet, cast_finish, cast_print },
	{ "connect", conn_connected, NULL, conn_ack, NULL, NULL, NULL, conn_quiet, conn_finish, conn_print },
	{ "idle", conn_connected, NULL, conn_ack, NULL, NULL, NULL, conn_quiet, conn_finish, conn_print },
};

/* ------------------------------------------------------------------------ */
/* Phases                                                                   */

static void tell_ready(void)
{
	if (!opt.ready_file)
		return;
	FILE *f = fopen(opt.ready_file, "w");
	if (!f || fprintf(f, "%u\n", n_up) < 0 || fclose(f) != 0)
		die("cannot write %s", opt.ready_file);
}

static void enter(enum phase to)
{
	phase = to;
	now = clock_ns();
	switch (to) {
	case PH_CHURN: /* connect and disconnect to warm the server's handshake path up */
		deadline = now + seconds(opt.warmup);
		for (unsigned c = 0; c < opt.clients && c < opt.window; c++)
			client_start(&clients[c]);
		break;
	case PH_CHURN_END:
		deadline = now + seconds(opt.timeout);
		break;
	case PH_CONNECT:
		usage_take(&u_begin);
		deadline = u_begin.at + seconds(opt.connect_timeout);
		open_more();
		break;
	case PH_WARMUP:
		deadline = now + seconds(opt.warmup);
		tell_ready();
		scen->start();
		break;
	case PH_MEASURE:
		usage_take(&u_begin);
		deadline = u_begin.at + seconds(opt.measure);
		break;
	case PH_DRAIN:
		usage_take(&u_end);
		deadline = u_end.at + seconds(opt.timeout);
		break;
	case PH_HOLD:
		usage_take(&u_end);
		if (last_up > u_begin.at)
			u_end.at = last_up;
		deadline = now + seconds(opt.hold);
		tell_ready();
		break;
	case PH_CHECK:
		deadline = now + seconds(opt.timeout);
		conn_check();
		break;
	case PH_CLOSE:
		scen->finish();
		deadline = now + seconds(2);
		for (unsigned c = 0; c < opt.clients; c++)
			client_close(&clients[c]);
		break;
	case PH_DONE:
		break;
	}
}

static bool all_closed(unsigned count)
{
	for (unsigned c = 0; c < count; c++)
		if (clients[c].state != CL_IDLE && clients[c].state != CL_FAILED)
			return false;
	return true;
}

/* Counts the clients that are still connecting, and says where the first one stands. */
static void count_stuck(enum err kind, const char *when)
{
	const struct client *first = NULL;
	unsigned opening = 0, closing = 0;
	for (unsigned c = 0; c < opt.clients; c++) {
		closing += clients[c].state == CL_CLOSING;
		if (clients[c].state == CL_OPENING && opening++ == 0)
			first = &clients[c];
	}
	char where[128] = "";
	if (first)
		snprintf(where, sizeof where, "; client %u: handshake %d, namespace %d, probe %d, GET %d, POST %d", first->id,
		         first->eio_open, first->nsp_open, first->probed, first->chan[ROLE_GET].requested,
		         first->chan[ROLE_POST].requested);
	error_n(kind, opening + closing, "%s left %u connections opening, %u closing%s", when, opening, closing, where);
}

static void tick(void)
{
	bool over = now >= deadline;
	switch (phase) {
	case PH_CHURN:
		if (over)
			enter(PH_CHURN_END);
		break;
	case PH_CHURN_END:
		if (all_closed(opt.clients) || over) {
			count_stuck(E_TIMEOUT, "warm-up");
			n_up = n_started = n_failed = 0;
			for (unsigned c = 0; c < opt.clients; c++) {
				client_drop_chans(&clients[c]);
				clients[c].state = CL_IDLE;
			}
			enter(PH_CONNECT);
		}
		break;
	case PH_CONNECT:
		open_more();
		if (over)
			count_stuck(E_CONNECT, "connecting");
		if (over || n_up + n_failed == opt.clients) {
			if (!scen->start)
				enter(PH_HOLD);
			else
				enter(n_up == opt.clients ? PH_WARMUP : PH_CLOSE);
		}
		break;
	case PH_WARMUP:
		if (over)
			enter(PH_MEASURE);
		break;
	case PH_MEASURE:
		if (over)
			enter(PH_DRAIN);
		break;
	case PH_DRAIN:
	case PH_CHECK:
		if (over || scen->quiet())
			enter(PH_CLOSE);
		break;
	case PH_HOLD:
		if (over)
			enter(PH_CHECK);
		break;
	case PH_CLOSE:
		if (over || all_closed(opt.clients))
			enter(PH_DONE);
		break;
	case PH_DONE:
		break;
	}
	if (scen->tick)
		scen->tick();
}

static void run(void)
{
	static struct epoll_event events[1024];
	while (phase != PH_DONE) {
		uint64_t wake = now + 20 * NS_PER_MS;
		if (deadline < wake)
			wake = deadline;
		if (emit_period && next_emit && next_emit < wake && (phase == PH_WARMUP || phase == PH_MEASURE))
			wake = next_emit;
		now = clock_ns();
		uint64_t wait = wake > now ? wake - now : 0;
		struct timespec ts = { (time_t)(wait / NS_PER_S), (long)(wait % NS_PER_S) };
		int n = epoll_pwait2(epfd, events, sizeof events / sizeof *events, &ts, NULL);
		if (n < 0 && errno != EINTR)
			die("epoll_wait: %s", strerror(errno));
		for (int i = 0; i < n; i++)
			chan_event(events[i].data.ptr, events[i].events);
		now = clock_ns();
		tick();
	}
}

/* ------------------------------------------------------------------------ */
/* Report, options, main                                                    */

static void print_string(FILE *f, const char *key, const char *s)
{
	fprintf(f, "\"%s\":\"", key);
	for (; *s; s++)
		if (*s == '"' || *s == '\\')
			fprintf(f, "\\%c", *s);
		else if ((unsigned char)*s < 32)
			fprintf(f, "\\u%04x", *s);
		else
			fputc(*s, f);
	fputc('"', f);
}

static uint64_t report(FILE *f)
{
	double took = (double)(u_end.at - u_begin.at) / 1e9;
	double per = measured ? 1e6 / (double)measured : 0;
	double server = u_end.server_cpu - u_begin.server_cpu, self = u_end.self_cpu - u_begin.self_cpu;
	uint64_t errors = 0;
	struct usage u_last;
	if (u_end.at == 0) { /* never got as far as measuring */
		took = server = self = 0;
		u_end = u_begin;
	}
	fputc('{', f);
	print_string(f, "scenario", scen->name);
	fputc(',', f);
	print_string(f, "label", opt.label ? opt.label : "");
	fprintf(f, ",\"transport\":\"%s\",\"clients\":%u,\"inflight\":%u,\"payload\":%u,\"rooms\":%u,\"rate_limit\":%g",
	        transport_names[opt.transport], opt.clients, opt.inflight, opt.payload, is_room ? opt.rooms : 0, opt.rate);
	fprintf(f, ",\"seconds\":%.3f,\"count\":%" PRIu64 ",\"rate\":%.1f", took, measured,
	        took > 0 ? (double)measured / took : 0);
	scen->print(f);
	usage_take(&u_last);
	if (opt.n_pids > 1) { /* in the order of --pid */
		for (unsigned i = 0; i < opt.n_pids; i++)
			fprintf(f, "%s%.3f", i ? "," : ",\"cpu_us_per_msg_of_each\":[",
			        (u_end.pid_cpu[i] - u_begin.pid_cpu[i]) * per);
		fputc(']', f);
	}
	if (opt.n_pids)
		fprintf(f, ",\"server\":{\"cpu_s\":%.2f,\"sys_s\":%.2f,\"cpu_us_per_msg\":%.3f,\"cores\":%.2f,\"rss_kb\":%ld,\"peak_rss_kb\":%ld}",
		        server, u_end.server_sys - u_begin.server_sys, server * per, took > 0 ? server / took : 0, u_end.rss_kb,
		        u_last.peak_rss_kb);
	fprintf(f, ",\"self\":{\"cpu_s\":%.2f,\"cpu_us_per_msg\":%.3f},\"machine\":{\"other_cpu_s\":%.2f,\"steal_s\":%.2f}", self,
	        self * per, u_end.machine_cpu - u_begin.machine_cpu - server - self, u_end.steal - u_begin.steal);
	fprintf(f, ",\"reconnects\":%" PRIu64 ",\"errors\":{", n_reconnects);
	for (int k = 0; k < E_KINDS; k++) {
		errors += err_counts[k];
		fprintf(f, "\"%s\":%" PRIu64 ",", err_names[k], err_counts[k]);
	}
	fprintf(f, "\"total\":%" PRIu64 "}", errors);
	if (errors) {
		fputc(',', f);
		print_string(f, "first_error", err_first);
	}
	fputs("}\n", f);
	return errors;
}

__attribute__((noreturn))
static void usage(int status)
{
	fputs("usage: sioload SCENARIO [options]\n"
	      "scenarios: echo poll-echo binary broadcast room connect idle\n"
	      "  --host ADDR        server, must be in 127.0.0.0/8 (127.0.0.1)\n"
	      "  --port N           server port (3000)\n"
	      "  --emit-port N      broadcast: port of the node the emitting client connects to\n"
	      "  --path PATH        (/socket.io/)   --nsp NSP  namespace (/)\n"
	      "  --transport T      websocket | polling | upgrade\n"
	      "  --clients N        connections (100)\n"
	      "  --inflight K       messages in flight per client or group (1)\n"
	      "  --payload P        bytes (64)\n"
	      "  --rooms G          room: number of rooms (10)\n"
	      "  --own-rooms K      connect, idle: each client makes K rooms of its own (0)\n"
	      "  --rate R           broadcast, room: emissions per second; 0: closed loop (0)\n"
	      "  --window W         handshakes in flight (64)\n"
	      "  --sources N        source addresses 127.0.0.1..N to spread over (8)\n"
	      "  --warmup S (3)  --time S (6)  --hold S (5)  --timeout S (5)  --connect-timeout S (60)\n"
	      "  --ready-file F     written when all connections are up\n"
	      "  --pid P[,P]        server processes to account CPU and memory of\n"
	      "  --label TEXT\n", status ? stderr : stdout);
	exit(status);
}

static double number(const char *name, const char *s, double min, double max)
{
	char *end;
	double v = strtod(s, &end);
	if (*end || end == s || !(v >= min && v <= max))
		die("--%s %s: want a number from %g to %g", name, s, min, max);
	return v;
}

static void parse_options(int argc, char **argv)
{
	enum { O_HOST, O_PORT, O_EMIT_PORT, O_PATH, O_NSP, O_TRANSPORT, O_CLIENTS, O_INFLIGHT, O_PAYLOAD, O_ROOMS, O_OWN_ROOMS, O_RATE,
	       O_WINDOW, O_SOURCES, O_WARMUP, O_TIME, O_HOLD, O_TIMEOUT, O_CONNECT_TIMEOUT, O_READY, O_PID, O_LABEL, O_HELP };
	static const struct option longs[] = {
		{ "host", 1, 0, O_HOST }, { "port", 1, 0, O_PORT }, { "emit-port", 1, 0, O_EMIT_PORT },
		{ "path", 1, 0, O_PATH }, { "nsp", 1, 0, O_NSP }, { "transport", 1, 0, O_TRANSPORT },
		{ "clients", 1, 0, O_CLIENTS }, { "inflight", 1, 0, O_INFLIGHT }, { "payload", 1, 0, O_PAYLOAD },
		{ "rooms", 1, 0, O_ROOMS }, { "own-rooms", 1, 0, O_OWN_ROOMS }, { "rate", 1, 0, O_RATE }, { "window", 1, 0, O_WINDOW },
		{ "sources", 1, 0, O_SOURCES }, { "warmup", 1, 0, O_WARMUP }, { "time", 1, 0, O_TIME },
		{ "hold", 1, 0, O_HOLD }, { "timeout", 1, 0, O_TIMEOUT }, { "connect-timeout", 1, 0, O_CONNECT_TIMEOUT },
		{ "ready-file", 1, 0, O_READY }, { "pid", 1, 0, O_PID }, { "label", 1, 0, O_LABEL },
		{ "help", 0, 0, O_HELP }, { 0, 0, 0, 0 },
	};
	bool transport_given = false;
	int o, i = 0;
	while ((o = getopt_long(argc, argv, "", longs, &i)) != -1) {
		const char *name = o == '?' ? "" : longs[i].name;
		switch (o) {
		case O_HOST: opt.host = optarg; break;
		case O_PORT: opt.port = (uint16_t)number(name, optarg, 1, 65535); break;
		case O_EMIT_PORT: opt.emit_port = (uint16_t)number(name, optarg, 1, 65535); break;
		case O_PATH: opt.path = optarg; break;
		case O_NSP: opt.nsp = optarg; break;
		case O_TRANSPORT:
			transport_given = true;
			if (!strcmp(optarg, "websocket"))
				opt.transport = TR_WEBSOCKET;
			else if (!strcmp(optarg, "polling"))
				opt.transport = TR_POLLING;
			else if (!strcmp(optarg, "upgrade"))
				opt.transport = TR_UPGRADE;
			else
				die("unknown transport %s", optarg);
			break;
		case O_CLIENTS: opt.clients = (unsigned)number(name, optarg, 1, MAX_CLIENTS); break;
		case O_INFLIGHT: opt.inflight = (unsigned)number(name, optarg, 1, RING / 2); break;
		case O_PAYLOAD: opt.payload = (unsigned)number(name, optarg, CAST_HEAD, MAX_PAYLOAD); break;
		case O_ROOMS: opt.rooms = (unsigned)number(name, optarg, 1, 65535); break;
		case O_OWN_ROOMS: opt.own_rooms = (unsigned)number(name, optarg, 0, 1000); break;
		case O_RATE: opt.rate = number(name, optarg, 0, 1e6); break;
		case O_WINDOW: opt.window = (unsigned)number(name, optarg, 1, 4096); break;
		case O_SOURCES: opt.sources = (unsigned)number(name, optarg, 1, 250); break;
		case O_WARMUP: opt.warmup = number(name, optarg, 0, 120); break;
		case O_TIME: opt.measure = number(name, optarg, 0.1, 600); break;
		case O_HOLD: opt.hold = number(name, optarg, 0, 600); break;
		case O_TIMEOUT: opt.timeout = number(name, optarg, 0.1, 60); break;
		case O_CONNECT_TIMEOUT: opt.connect_timeout = number(name, optarg, 1, 300); break;
		case O_READY: opt.ready_file = optarg; break;
		case O_PID:
			for (char *p = strtok(optarg, ","); p; p = strtok(NULL, ",")) {
				if (opt.n_pids == MAX_PIDS)
					die("too many pids");
				opt.pids[opt.n_pids++] = (int)number(name, p, 1, 1 << 30);
			}
			break;
		case O_LABEL: opt.label = optarg; break;
		case O_HELP: usage(0);
		default: usage(2);
		}
	}
	if (optind != argc - 1)
		usage(2);
	for (size_t s = 0; s < sizeof scenarios / sizeof *scenarios; s++)
		if (!strcmp(scenarios[s].name, argv[optind]))
			scen = &scenarios[s];
	if (!scen)
		usage(2);
	is_binary = !strcmp(scen->name, "binary");
	is_room = !strcmp(scen->name, "room");
	if (!strcmp(scen->name, "poll-echo")) {
		if (transport_given && opt.transport != TR_POLLING)
			die("poll-echo is about --transport polling");
		opt.transport = TR_POLLING;
	}
	if (is_binary && opt.transport == TR_POLLING)
		die("binary needs a WebSocket");
	if (is_room && opt.rooms > opt.clients)
		die("more rooms than clients");
	if (opt.nsp[0] != '/' || strlen(opt.nsp) > 100 || strlen(opt.path) > 200)
		die("bad --nsp or --path");
	opt.addr = inet_addr(opt.host);
	if (opt.addr == INADDR_NONE || ntohl(opt.addr) >> 24 != 127)
		die("--host %s: only 127.0.0.0/8 is allowed", opt.host);
}

static void raise_file_limit(void)
{
	rlim_t want = (rlim_t)opt.clients * (opt.transport == TR_WEBSOCKET ? 1 : 3) + 64;
	struct rlimit rl;
	getrlimit(RLIMIT_NOFILE, &rl);
	if (rl.rlim_cur >= want)
		return;
	rl.rlim_cur = want;
	if (rl.rlim_max < want)
		rl.rlim_max = want; /* root may */
	if (setrlimit(RLIMIT_NOFILE, &rl) < 0)
		die("need %lu file descriptors: %s", (unsigned long)want, strerror(errno));
}

int main(int argc, char **argv)
{
	parse_options(argc, argv);
	raise_file_limit();
	epfd = epoll_create1(EPOLL_CLOEXEC);
	clients = calloc(opt.clients, sizeof *clients);
	struct slot *slots = calloc((size_t)opt.clients * opt.inflight, sizeof *slots);
	if (epfd < 0 || !clients || !slots)
		die("cannot allocate");
	for (size_t i = 0; i < sizeof filler; i++)
		filler[i] = (char)('A' + i % 26);
	for (unsigned c = 0; c < opt.clients; c++) {
		struct client *cl = &clients[c];
		cl->id = c;
		cl->port = opt.port;
		cl->slots = slots + (size_t)c * opt.inflight;
		for (int r = 0; r < ROLES; r++)
			cl->chan[r] = (struct chan){ .client = cl, .fd = -1, .role = (enum role)r };
	}
	if (scen->event)
		cast_setup();
	bool churn = !strcmp(scen->name, "connect") && opt.warmup > 0;
	enter(churn ? PH_CHURN : PH_CONNECT);
	run();
	return report(stdout) ? 1 : 0;
}
