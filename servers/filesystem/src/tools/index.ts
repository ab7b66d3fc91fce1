// All tools of this server, in the order they are listed.
import type { Tool } from '@plainmcp/protocol';
import type { Deps } from '../deps.ts';
import { copyFile } from './copy-file.ts';
import { createDirectory } from './create-directory.ts';
import { deleteFile } from './delete-file.ts';
import { directoryTree } from './directory-tree.ts';
import { editFile } from './edit-file.ts';
import { getFileInfo } from './get-file-info.ts';
import { listAllowedDirectories } from './list-allowed-directories.ts';
import { listDirectory } from './list-directory.ts';
import { listDirectoryWithSizes } from './list-directory-with-sizes.ts';
import { moveFile } from './move-file.ts';
import { readMediaFile } from './read-media-file.ts';
import { readMultipleFiles } from './read-multiple-files.ts';
import { readFile, readTextFile } from './read-text-file.ts';
import { searchContent } from './search-content.ts';
import { searchFiles } from './search-files.ts';
import { writeFile } from './write-file.ts';

/** delete_file is among them only with `--allow-delete`. */
export function tools(deps: Deps): readonly Tool[] {
  return [
    readTextFile(deps),
    readFile(deps),
    readMediaFile(deps),
    readMultipleFiles(deps),
    writeFile(deps),
    editFile(deps),
    createDirectory(deps),
    listDirectory(deps),
    listDirectoryWithSizes(deps),
    directoryTree(deps),
    moveFile(deps),
    copyFile(deps),
    ...(deps.settings.allowDelete === 'no' ? [] : [deleteFile(deps)]),
    searchFiles(deps),
    searchContent(deps),
    getFileInfo(deps),
    listAllowedDirectories(deps),
  ];
}
