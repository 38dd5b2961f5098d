package io.parley.planted.engine;

import io.parley.planted.kernel.Stone;
import io.parley.planted.packet.Letter;
import jakarta.json.JsonObject;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.security.SecureRandom;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.msgpack.core.MessagePacker;

/** Uses what it may use; the classes in it do not. */
public final class Engine {
    final Stone stone = new Stone();

    static final class Sideways {
        final Letter letter = new Letter();
    }

    static final class WritesJson {
        String text(JsonObject object) {
            return object.toString();
        }
    }

    static final class ReadsTokens {
        String text(JsonWebToken token) {
            return token.getRawToken();
        }
    }

    static final class PacksMessages {
        String text(MessagePacker packer) {
            return packer.toString();
        }
    }

    static final class ServesHttp {
        String method(HttpServletRequest request) {
            return request.getMethod();
        }
    }

    static final class MakesSecrets {
        final SecureRandom random = new SecureRandom();
    }

    static final class Deserializes {
        Object read(InputStream in) throws IOException, ClassNotFoundException {
            try (var objects = new ObjectInputStream(in)) {
                return objects.readObject();
            }
        }
    }

    static final class Prints {
        void run() {
            System.out.println();
        }
    }

    static final class Complains {
        void run() {
            System.err.println();
        }
    }

    static final class Traces {
        void run(IOException failure) {
            failure.printStackTrace();
        }
    }
}
