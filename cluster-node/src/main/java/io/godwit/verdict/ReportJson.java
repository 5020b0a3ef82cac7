package io.godwit.verdict;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.godwit.unit.Words;

/// Reports as JSON: in the order of the records, words in lower case, what is not known left out. The same report gives
/// the same text, on any machine.
public final class ReportJson {

    /// Enumerations as the drill file writes them.
    private static final class EnumsAsWords extends JacksonAnnotationIntrospector {

        private static final long serialVersionUID = 1L;

        @Override
        public String[] findEnumValues(
                MapperConfig<?> config, AnnotatedClass type, Enum<?>[] constants, String[] names) {
            for (int i = 0; i < constants.length; i++) {
                names[i] = Words.of(constants[i]);
            }
            return names;
        }
    }

    private static final DefaultIndenter INDENTER = new DefaultIndenter("  ", "\n");

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .annotationIntrospector(new EnumsAsWords())
            .addModule(new Jdk8Module())
            .visibility(PropertyAccessor.GETTER, Visibility.NONE)
            .visibility(PropertyAccessor.IS_GETTER, Visibility.NONE)
            .visibility(PropertyAccessor.FIELD, Visibility.ANY)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
            .build();

    private ReportJson() {}

    public static String write(DrillReport report) {
        return text(report);
    }

    public static String write(Summary summary) {
        return text(summary);
    }

    /// @throws IllegalArgumentException if the text is no report of this form
    public static DrillReport read(String text) {
        try {
            return MAPPER.readValue(text, DrillReport.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "no report of form " + DrillReport.FORM + ": " + e.getOriginalMessage(), e);
        }
    }

    private static String text(Object tree) {
        var printer = new DefaultPrettyPrinter().withObjectIndenter(INDENTER);
        try {
            return MAPPER.writer(printer).writeValueAsString(tree) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report can't be written", e);
        }
    }
}
