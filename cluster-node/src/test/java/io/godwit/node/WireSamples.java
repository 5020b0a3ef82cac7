package io.godwit.node;

import io.godwit.log.Bytes;
import io.godwit.unit.EventRate;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// Draws values of any record or sealed interface, by the types of their components.
final class WireSamples {

    /// How often a record may refuse what was drawn for it.
    private static final int MAX_ATTEMPTS = 1000;

    private final RandomGenerator random;

    WireSamples(RandomGenerator random) {
        this.random = random;
    }

    Object draw(Type type) {
        return switch (type) {
            case Class<?> raw -> drawClass(raw);
            case ParameterizedType generic -> drawGeneric((Class<?>) generic.getRawType(), generic);
            default -> throw new IllegalArgumentException("no sample of " + type);
        };
    }

    private Object drawClass(Class<?> type) {
        if (type == EventRate.class) {
            return EventRate.perSecond(random.nextInt(1, 1_000_000));
        }
        if (type.isPrimitive() || type.getName().startsWith("java.lang")) {
            return drawSimple(type.getSimpleName().toLowerCase(Locale.ROOT));
        }
        if (type == Bytes.class) {
            return Bytes.of((byte[]) draw(byte[].class));
        }
        if (type == Duration.class) {
            return Duration.ofNanos(random.nextLong());
        }
        if (type.isEnum()) {
            return oneOf(type.getEnumConstants());
        }
        if (type.isArray()) {
            Object array = Array.newInstance(type.getComponentType(), random.nextInt(4));
            IntStream.range(0, Array.getLength(array)).forEach(i -> Array.set(array, i, draw(type.getComponentType())));
            return array;
        }
        return type.isSealed() ? draw(oneOf(type.getPermittedSubclasses())) : drawRecord(type);
    }

    private Object drawSimple(String type) {
        return switch (type) {
            case "boolean" -> random.nextBoolean();
            case "byte" -> (byte) random.nextInt();
            case "int", "integer" -> random.nextInt(1, 10);
            case "long" -> random.nextLong(1L << random.nextInt(1, 63));
            case "double" -> random.nextDouble();
            case "string" -> oneOf(new String[] {"web-1", "n", "Schnepfe", "ünï", "a b"});
            default -> throw new IllegalArgumentException("no sample of " + type);
        };
    }

    private Object drawGeneric(Class<?> raw, ParameterizedType type) {
        Type[] arguments = type.getActualTypeArguments();
        List<Object> some = IntStream.range(0, random.nextInt(3))
                .mapToObj(i -> draw(arguments[0]))
                .toList();
        if (raw == Optional.class) {
            return some.stream().findFirst();
        }
        if (raw == List.class) {
            return some;
        }
        if (raw == SortedSet.class) {
            return new TreeSet<>(some);
        }
        if (Map.class.isAssignableFrom(raw)) {
            Map<Object, Object> map = new TreeMap<>();
            some.forEach(key -> map.put(key, draw(arguments[1])));
            return map;
        }
        throw new IllegalArgumentException("no sample of " + type);
    }

    private Object drawRecord(Class<?> type) {
        if (!type.isRecord()) {
            throw new IllegalArgumentException("no sample of " + type);
        }
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            try {
                Constructor<?> constructor = type.getDeclaredConstructor(Arrays.stream(type.getRecordComponents())
                        .map(component -> component.getType())
                        .toArray(Class<?>[]::new));
                constructor.setAccessible(true);
                return constructor.newInstance(Arrays.stream(type.getRecordComponents())
                        .map(component -> draw(component.getGenericType()))
                        .toArray());
            } catch (InvocationTargetException refused) {
                if (!(refused.getCause() instanceof IllegalArgumentException)) {
                    throw new IllegalStateException("drawing a " + type, refused);
                }
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("drawing a " + type, e);
            }
        }
        throw new IllegalStateException(type + " refuses all samples");
    }

    private <T> T oneOf(T[] values) {
        return values[random.nextInt(values.length)];
    }
}
