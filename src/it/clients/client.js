// Socket.IO clients that do as the test says: commands come on standard input and what happens goes to standard output,
// one JSON object a line. Binary data is written {"$binary": base64}. An event whose sender wants an answer is answered
// with its own arguments.
'use strict';

const readline = require('node:readline');

const sockets = new Map();

const commands = {
    /**
     * `library` is a name in package.json, `parser` too if there is one; `headers` go with each request; `events` are those
     * to be told of.
     */
    connect({ client, library, parser, url, path, transports, auth, headers, events }) {
        const socket = require(library)(url, {
            path,
            transports,
            // Version 2 knows no auth: what it wants to tell at the start goes into the query.
            [library === 'client-2' ? 'query' : 'auth']: auth,
            ...(parser && { parser: require(parser) }),
            ...(headers && { extraHeaders: headers }),
            forceNew: true,
            reconnectionDelay: 50,
            reconnectionDelayMax: 100,
        });
        sockets.set(client, socket);
        events.forEach(event => socket.on(event, (...args) => answer(args, () => tell({ client, event, args }))));
        socket.on('connect', () => tell({ client, event: 'connect', args: [] }));
        socket.on('disconnect', reason => tell({ client, event: 'disconnect', args: [reason] }));
        // The former is version 2's name.
        socket.on('error', data => tell({ client, event: 'connect_error', args: [data] }));
        socket.on('connect_error', ({ message, data }) =>
            tell({ client, event: 'connect_error', args: [{ message, data }] }));
    },

    emit({ client, args }) {
        sockets.get(client).emit(...args);
    },

    ask({ client, ask, args }) {
        sockets.get(client).emit(...args, (...answer) => tell({ client, answer: ask, args: answer }));
    },

    /**
     * Sends `count` events with their numbers as soon as the socket is connected, in parts, the last quarter after the
     * change of transport. Tells how many were sent before it; when that came first, 0, and then none is sent at all.
     */
    count({ client, event, count }) {
        const socket = sockets.get(client);
        let sent = 0;
        let end = count * 0.75;
        socket.io.engine.once('upgrade', () => {
            end = count;
            tell({ client, event: 'upgraded', args: [sent] });
        });
        socket.once('connect', function part() {
            if (!sent && end === count) {
                return;
            }
            for (const stop = Math.min(sent + 10, end); sent < stop; sent++) {
                socket.emit(event, sent);
            }
            if (sent < count) {
                setImmediate(part);
            }
        });
    },

    state({ client, ask }) {
        const { id, connected, io } = sockets.get(client);
        tell({ client, answer: ask, args: [{ id, connected, transport: io.engine?.transport?.name }] });
    },

    /** Sends a message that is no Socket.IO packet. */
    garbage({ client }) {
        sockets.get(client).io.engine.write('garbage');
    },

    disconnect({ client }) {
        sockets.get(client).disconnect();
    },
};

function answer(args, received) {
    const ack = typeof args.at(-1) === 'function' ? args.pop() : () => {};
    received();
    ack(...args);
}

function tell(message) {
    process.stdout.write(`${JSON.stringify(written(message))}\n`);
}

function written(value) {
    if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) {
        return { $binary: Buffer.from(value).toString('base64') };
    }
    return mapped(value, written);
}

function read(value) {
    return typeof value?.$binary === 'string' ? Buffer.from(value.$binary, 'base64') : mapped(value, read);
}

function mapped(value, change) {
    if (Array.isArray(value)) {
        return value.map(change);
    }
    return value && typeof value === 'object'
        ? Object.fromEntries(Object.entries(value).map(([key, field]) => [key, change(field)]))
        : value;
}

readline.createInterface({ input: process.stdin })
    .on('line', line => {
        const command = read(JSON.parse(line));
        commands[command.do](command);
    })
    .on('close', () => process.exit());
