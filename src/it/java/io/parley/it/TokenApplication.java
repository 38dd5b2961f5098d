package io.parley.it;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.SignedJWT;
import io.parley.ConnectionRefusedException;
import io.parley.Socket;
import io.parley.SocketIoApplication;
import io.parley.SocketIoServer;
import java.text.ParseException;
import java.time.Instant;

/** Lets clients into {@code /tokens} by tokens that they send, where the container knows none. Deployed beside the product. */
public final class TokenApplication implements SocketIoApplication {
    /** The test signs with it. */
    static final String KEY = "a key of the tests that is long enough";

    /** Called by the server. */
    public TokenApplication() {}

    @Override
    public void start(SocketIoServer io) {
        var tokens = io.of("/tokens");
        tokens.use(TokenApplication::check);
        tokens.on("connection", socket -> {
            socket.on("who", event -> event.ack(socket.user().orElse("nobody")));
            socket.on("renew", event -> {
                socket.expires(verified(event.get(0, String.class)).expires());
                event.ack("renewed");
            });
        });
    }

    private static void check(Socket socket) {
        var token = verified(String.valueOf(socket.handshake().auth().get("token")));
        socket.user(token.subject()).expires(token.expires());
    }

    private static Token verified(String text) {
        try {
            var token = SignedJWT.parse(text);
            var claims = token.getJWTClaimsSet();
            var expires = claims.getExpirationTime();
            if (token.verify(new MACVerifier(KEY))
                    && expires != null
                    && expires.toInstant().isAfter(Instant.now())) {
                return new Token(claims.getSubject(), expires.toInstant());
            }
        } catch (ParseException | JOSEException noToken) {
            throw new ConnectionRefusedException("not authorized");
        }
        throw new ConnectionRefusedException("not authorized");
    }

    private record Token(String subject, Instant expires) {}
}
