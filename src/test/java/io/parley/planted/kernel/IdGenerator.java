package io.parley.planted.kernel;

import java.security.SecureRandom;

final class IdGenerator {
    final SecureRandom random = new SecureRandom();
}
