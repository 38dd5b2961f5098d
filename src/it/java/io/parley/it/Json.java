package io.parley.it;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.json.JSONArray;
import org.json.JSONException;
import org.json.JSONObject;
import org.jspecify.annotations.Nullable;

/** The tests' values, as {@link SocketClient} says, to and from {@code org.json}, which the Java client takes. */
final class Json {
    private Json() {}

    /**
     * Writes a value.
     *
     * @param binary what stands for binary data
     */
    static Object of(@Nullable Object value, Function<byte[], Object> binary) throws JSONException {
        if (value == null) {
            return JSONObject.NULL;
        } else if (value instanceof ByteBuffer bytes) {
            return binary.apply(bytes.array());
        } else if (value instanceof Collection<?> items) {
            var array = new JSONArray();
            for (var item : items) {
                array.put(of(item, binary));
            }
            return array;
        } else if (value instanceof Map<?, ?> fields) {
            var object = new JSONObject();
            for (var field : fields.entrySet()) {
                object.put((String) field.getKey(), of(field.getValue(), binary));
            }
            return object;
        }
        return value;
    }

    /**
     * Reads a value.
     *
     * @param object what becomes of an object whose fields have been read
     */
    static @Nullable Object read(@Nullable Object json, Function<Map<String, Object>, Object> object)
            throws JSONException {
        if (json == JSONObject.NULL) {
            return null;
        } else if (json instanceof byte[] bytes) {
            return ByteBuffer.wrap(bytes);
        } else if (json instanceof JSONArray array) {
            return readArray(array, object);
        } else if (json instanceof JSONObject fields) {
            var map = new HashMap<String, Object>();
            for (Iterator<?> keys = fields.keys(); keys.hasNext(); ) {
                var key = (String) keys.next();
                map.put(key, read(fields.get(key), object));
            }
            return object.apply(map);
        }
        return json;
    }

    private static List<Object> readArray(JSONArray array, Function<Map<String, Object>, Object> object)
            throws JSONException {
        var list = new ArrayList<Object>();
        for (int i = 0; i < array.length(); i++) {
            list.add(read(array.get(i), object));
        }
        return list;
    }
}
