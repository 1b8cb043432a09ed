import type { HttpRequest, JsonObject } from '../../core/service';
import { contentOf } from './content';
import { contents, texts } from './xml';

/** The members of the input that are in the body, for the operations with an XML body. */
export const bodyMembers = (operation: string, request: HttpRequest): JsonObject => {
  if (operation === 'DeleteObjects') return { Delete: listed(contentOf(request), 'Object', 'Objects') };
  // The checksum in the headers is the one of the object, not of the body.
  if (operation === 'CompleteMultipartUpload') return { MultipartUpload: listed(request.body, 'Part', 'Parts') };
  return {};
};

/** A document with a flat list: the members outside of the list, and those of each element. */
const listed = (body: Buffer, element: string, list: string): JsonObject => {
  const xml = body.toString('utf8');
  const others = xml.replace(new RegExp(`<${element}>.*?</${element}>`, 'gs'), '');
  return { ...texts(others), [list]: contents(xml, element).map(texts) };
};
