package io.parley.packet;

import io.parley.kernel.Limit;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Reads the text of a JSON number, within limits, as the Java number that holds it without loss: a {@link Long} if it
 * has neither fraction nor exponent and fits; a {@link Double} if it has one of them and at most 18 significant digits
 * (JavaScript writes up to 17 for a double, Java before 19 sometimes 18) and fits; else a {@link BigDecimal}.
 *
 * @param maxDigits digits before the exponent
 * @param maxExponent how far the exponent may be from 0
 */
record NumberText(int maxDigits, int maxExponent) {
    /** For text of a client. */
    static NumberText within(ParserLimits limits) {
        return new NumberText(limits.maxNumberDigits(), MAX_EXPONENT);
    }

    /** For text of our own making. */
    static final NumberText UNLIMITED = new NumberText(Integer.MAX_VALUE, Integer.MAX_VALUE);

    private static final int MAX_EXPONENT = 400;
    /** What a text has beside its digits: signs, the point, the exponent, some zeros. */
    private static final int LONGEST_REST = 64;

    private static final int LONG_DIGITS = 18;
    private static final int DOUBLE_DIGITS = 18;

    /** The number; its grammar has been checked by the JSON parser. */
    Number read(String text) {
        int length = text.length();
        int at = text.charAt(0) == '-' ? 1 : 0;
        int digits = 0;
        int significant = 0;
        boolean integral = true;
        for (; at < length; at++) {
            char c = text.charAt(at);
            if (c == '.') {
                integral = false;
            } else if (c == 'e' || c == 'E') {
                integral = false;
                checkExponent(text, at + 1);
                break;
            } else {
                digits++;
                significant += significant > 0 || c != '0' ? 1 : 0;
            }
        }
        if (digits > maxDigits) {
            throw new InvalidPacketException("number with too many digits", Limit.NUMBER);
        }
        return integral ? integer(text, digits) : decimal(text, significant);
    }

    /**
     * The number in a text that no JSON parser has checked.
     *
     * @throws IllegalArgumentException if it is none, or exceeds the limits
     */
    BigDecimal decimal(String text) {
        if (text.length() > maxDigits + LONGEST_REST) {
            throw new IllegalArgumentException("number too long");
        }
        var decimal = new BigDecimal(text);
        long exponent = (long) decimal.precision() - decimal.scale() - 1;
        if (decimal.precision() > maxDigits || Math.abs(exponent) > maxExponent + (long) maxDigits) {
            throw new IllegalArgumentException("number too long");
        }
        return decimal;
    }

    private void checkExponent(String text, int start) {
        int at = text.charAt(start) == '-' || text.charAt(start) == '+' ? start + 1 : start;
        long exponent = 0;
        for (; at < text.length(); at++) {
            exponent = Math.min(exponent * 10 + text.charAt(at) - '0', Integer.MAX_VALUE);
            if (exponent > maxExponent) {
                throw new InvalidPacketException("number with too large an exponent", Limit.NUMBER);
            }
        }
    }

    private static Number integer(String text, int digits) {
        if (digits <= LONG_DIGITS) {
            return Long.parseLong(text);
        }
        var integer = new BigInteger(text);
        return integer.bitLength() < Long.SIZE ? (Number) integer.longValue() : new BigDecimal(integer);
    }

    private static Number decimal(String text, int significant) {
        double number = Double.parseDouble(text);
        boolean fits = significant == 0 || (number != 0 && !Double.isInfinite(number));
        return fits && significant <= DOUBLE_DIGITS ? (Number) number : new BigDecimal(text);
    }
}
