package io.godwit.client;

import io.godwit.unit.Excerpt;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Where a fleet can be asked, and with which token.
///
/// @param urls tried in this order
public record Doors(List<URI> urls, Optional<String> token) {

    private static final String DOOR = "GODWIT_DOOR";
    private static final String TOKEN_FILE = "GODWIT_TOKEN_FILE";

    private static final int LONGEST_TOKEN = 1_024;

    /// What a header of HTTP can carry as one word.
    private static final Pattern TOKEN = Pattern.compile("[!-~]+");

    /// What was named, or the environment's, or else the fleet of this user.
    ///
    /// @param named addresses of doors, with commas between them; empty: not named
    /// @param tokenFile empty: not named
    /// @throws Unreachable if there is none
    public static Doors find(Optional<String> named, Optional<Path> tokenFile, Rendezvous rendezvous) {
        Optional<String> token = tokenFile
                .or(() -> Optional.ofNullable(System.getenv(TOKEN_FILE)).map(Path::of))
                .map(Doors::readToken);
        Optional<String> doors = named.or(() -> Optional.ofNullable(System.getenv(DOOR)));
        return new Doors(
                doors.map(text -> Arrays.asList(text.split(",", -1))).orElseGet(() -> ofThisUser(rendezvous)).stream()
                        .map(Doors::url)
                        .toList(),
                token);
    }

    /// @throws Unreachable if the file can't be read, or holds anything but one word of 1 to 1,024 printing characters
    public static String readToken(Path file) {
        try (InputStream content = Files.newInputStream(file)) {
            String token = new String(content.readNBytes(LONGEST_TOKEN + 1), StandardCharsets.ISO_8859_1).strip();
            if (token.length() > LONGEST_TOKEN || !TOKEN.matcher(token).matches()) {
                throw new Unreachable("the token file " + file + " holds no token: write one line of 1 to "
                        + LONGEST_TOKEN + " letters, digits and signs into it");
            }
            return token;
        } catch (IOException unreadable) {
            throw new Unreachable("the token file " + file + " can't be read: check its name and rights");
        }
    }

    private static List<String> ofThisUser(Rendezvous rendezvous) {
        try {
            return rendezvous
                    .find()
                    .map(Rendezvous.Place::doors)
                    .orElseThrow(() -> new Unreachable("no fleet runs here: start one with `godwit up --hosts 3`, or"
                            + " name a door with --door URL or " + DOOR));
        } catch (IOException unreadable) {
            throw new Unreachable(rendezvous.file() + " can't be read: remove it, or name a door with --door URL");
        }
    }

    private static URI url(String text) {
        try {
            URI url = URI.create(text.strip());
            if (List.of("http", "https").contains(String.valueOf(url.getScheme())) && url.getHost() != null) {
                return url;
            }
        } catch (IllegalArgumentException notOne) {
            // told below
        }
        throw new Unreachable("'" + Excerpt.of(text) + "' is no address of a door: write it as http://HOST:PORT");
    }
}
