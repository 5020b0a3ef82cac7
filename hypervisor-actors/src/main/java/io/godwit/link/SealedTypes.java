package io.godwit.link;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Tells Jackson the members of sealed interfaces, so that none of them needs an annotation: a value declared as a
/// sealed interface of ours is written as `["Family.Member", value]`.
///
/// The name is the class's, without its package: `HostWire.Look`, `ControlWire.Wish.Create`. It must be unique within
/// its family, and renaming a class changes the wire.
final class SealedTypes extends JacksonAnnotationIntrospector {

    private static final long serialVersionUID = 1;

    private static final String OURS = "io.godwit.";

    /// Transient, as nobody ever serializes an introspector, though its parent would allow it.
    private final transient List<Class<? extends WireMessage>> families;

    SealedTypes(List<Class<? extends WireMessage>> families) {
        this.families = List.copyOf(families);
    }

    /// The records and enums of a sealed interface, at any depth, by name.
    static SortedSet<Class<?>> members(Class<?> family) {
        SortedSet<Class<?>> members = new TreeSet<>(
                Comparator.<Class<?>, String>comparing(SealedTypes::name).thenComparing(Class::getName));
        collect(family, members);
        return members;
    }

    static String name(Class<?> member) {
        return member.getName().substring(member.getPackageName().length() + 1).replace('$', '.');
    }

    private static void collect(Class<?> type, SortedSet<Class<?>> members) {
        if (type.isSealed() && type.isInterface()) {
            for (Class<?> permitted : type.getPermittedSubclasses()) {
                collect(permitted, members);
            }
        } else if (type.isRecord() || type.isEnum()) {
            members.add(type);
        } else {
            throw new IllegalArgumentException(type.getName() + " is no record, enum or sealed interface of them");
        }
    }

    @Override
    public JsonTypeInfo.@Nullable Value findPolymorphicTypeInfo(MapperConfig<?> config, Annotated type) {
        if (type instanceof AnnotatedClass && isFamily(type.getRawType())) {
            return JsonTypeInfo.Value.construct(
                    JsonTypeInfo.Id.NAME, JsonTypeInfo.As.WRAPPER_ARRAY, null, null, false, true);
        }
        return super.findPolymorphicTypeInfo(config, type);
    }

    @Override
    public @Nullable List<NamedType> findSubtypes(Annotated type) {
        Class<?> family = type.getRawType();
        if (family == WireMessage.class) {
            return families.stream()
                    .flatMap(each -> members(each).stream())
                    .map(SealedTypes::named)
                    .toList();
        }
        if (isFamily(family)) {
            return members(family).stream().map(SealedTypes::named).toList();
        }
        return super.findSubtypes(type);
    }

    private static boolean isFamily(Class<?> type) {
        return type == WireMessage.class
                || (type.isInterface() && type.isSealed() && type.getName().startsWith(OURS));
    }

    private static NamedType named(Class<?> member) {
        return new NamedType(member, name(member));
    }
}
